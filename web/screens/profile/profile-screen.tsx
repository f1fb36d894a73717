import { Group, Stack, Text } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { Me } from '../../../contract/people.ts';
import { useUpdateMe } from '../../queries.ts';
import { usePerson } from '../../session.tsx';
import { BusyButton } from '../../ui/busy-button.tsx';
import { Card } from '../../ui/card.tsx';
import { oneLine } from '../../ui/one-line.ts';
import { Page } from '../../ui/page.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { CalendarFeed } from './calendar-feed.tsx';
import { type Draft, LanguageField, NameFields, ZoneField } from './profile-fields.tsx';
import { RemindersCard } from './reminders-card.tsx';
import { SignInDetails } from './sign-in-details.tsx';

const draftOf = ({ first_name, last_name, time_zone, locale }: Me): Draft => ({
  first_name,
  last_name,
  time_zone,
  locale,
});

const ProfileForm = ({ person }: { person: Me }) => {
  const [draft, setDraft] = useState(draftOf(person));
  const save = useUpdateMe();
  const change = (part: Partial<Draft>): void => {
    save.reset();
    setDraft({ ...draft, ...part });
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    save.mutate({ ...draft, first_name: oneLine(draft.first_name), last_name: oneLine(draft.last_name) });
  };
  return (
    <form onSubmit={submit}>
      <Card>
        <Stack gap="lg">
          <NameFields draft={draft} onChange={change} />
          <ZoneField draft={draft} onChange={change} />
          <LanguageField draft={draft} onChange={change} />
          {save.isError && <ProblemNote problem={save.error} />}
          <Group gap="md">
            <BusyButton type="submit" loading={save.isPending}>
              Save
            </BusyButton>
            <Text role="status">{save.isSuccess && 'Saved.'}</Text>
          </Group>
        </Stack>
      </Card>
    </form>
  );
};

export const ProfileScreen = () => {
  const person = usePerson();
  return (
    <Page title="Profile" width="narrow">
      <Stack gap="xl">
        <ProfileForm person={person} />
        <RemindersCard />
        <CalendarFeed />
        <SignInDetails person={person} />
      </Stack>
    </Page>
  );
};
