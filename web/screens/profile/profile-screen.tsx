import { Button, Checkbox, Group, NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { Me } from '../../../contract/people.ts';
import type { Channel } from '../../../contract/primitives.ts';
import { useUpdateMe } from '../../queries.ts';
import { usePerson, useSignOut } from '../../session.tsx';
import { Card } from '../../ui/card.tsx';
import { oneLine } from '../../ui/one-line.ts';
import { Page } from '../../ui/page.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { useNow } from '../../ui/use-now.ts';
import { MINUTE, readerOf, timeOfDay, zoneInWords } from '../../when.ts';
import { zonesByContinent } from './zones.ts';

type Locale = Me['locale'];

const LANGUAGES: { value: Locale; label: string }[] = [
  { value: 'en', label: 'English' },
  { value: 'es', label: 'Español' },
  { value: 'hi', label: 'हिन्दी' },
  { value: 'ur', label: 'اردو' },
];

const CHANNELS: { value: Channel; label: string }[] = [
  { value: 'whatsapp', label: 'WhatsApp' },
  { value: 'email', label: 'E-mail message' },
  { value: 'sms', label: 'Text message (SMS)' },
  { value: 'voice', label: 'Phone call' },
];

interface FieldsProps {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
}

type Draft = Pick<Me, 'first_name' | 'last_name' | 'time_zone' | 'locale' | 'channels'>;

const draftOf = ({ first_name, last_name, time_zone, locale, channels }: Me): Draft => ({
  first_name,
  last_name,
  time_zone,
  locale,
  channels,
});

const NameFields = ({ draft, onChange }: FieldsProps) => (
  <>
    <TextInput
      label="First name"
      autoComplete="given-name"
      maxLength={80}
      value={draft.first_name}
      onChange={(event) => onChange({ first_name: event.currentTarget.value })}
    />
    <TextInput
      label="Last name"
      autoComplete="family-name"
      maxLength={80}
      value={draft.last_name}
      onChange={(event) => onChange({ last_name: event.currentTarget.value })}
    />
  </>
);

const ZoneField = ({ draft, onChange }: FieldsProps) => {
  const now = useNow(MINUTE / 4);
  const reader = readerOf(draft);
  return (
    <NativeSelect
      label="Time zone"
      description={`It is ${timeOfDay(now, reader)} there now (${zoneInWords(now, reader)}).`}
      value={draft.time_zone}
      onChange={(event) => onChange({ time_zone: event.currentTarget.value })}
      data={zonesByContinent(draft.time_zone)}
    />
  );
};

const MessageFields = ({ draft, onChange }: FieldsProps) => (
  <>
    <NativeSelect
      label="Language of messages"
      value={draft.locale}
      onChange={(event) => {
        const language = LANGUAGES.find(({ value }) => value === event.currentTarget.value);
        if (language) onChange({ locale: language.value });
      }}
      data={LANGUAGES}
    />
    <Checkbox.Group
      label="How we may write to you"
      description="Confirmations and reminders come this way."
      value={draft.channels}
      onChange={(chosen) =>
        onChange({ channels: CHANNELS.map(({ value }) => value).filter((value) => chosen.includes(value)) })
      }
    >
      <Stack gap={0} mt="xs">
        {CHANNELS.map(({ value, label }) => (
          <Checkbox key={value} value={value} label={label} />
        ))}
      </Stack>
    </Checkbox.Group>
  </>
);

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
          <MessageFields draft={draft} onChange={change} />
          {save.isError && <ProblemNote problem={save.error} />}
          <Group gap="md">
            <Button type="submit" loading={save.isPending}>
              Save
            </Button>
            <Text role="status">{save.isSuccess && 'Saved.'}</Text>
          </Group>
        </Stack>
      </Card>
    </form>
  );
};

const SignInDetails = ({ person }: { person: Me }) => {
  const signOut = useSignOut();
  return (
    <Card>
      <Stack gap="sm" align="start">
        <Title order={2}>Signing in</Title>
        <Text>E-mail: {person.email}</Text>
        <Text>
          Phone: {person.phone ?? 'none yet'}
          {person.phone && !person.phone_verified && ' (not checked yet)'}
        </Text>
        <Text c="dimmed">Codes for video visits go to these. To change them, please ask the clinic.</Text>
        <Button variant="default" loading={signOut.isPending} onClick={() => signOut.mutate()}>
          Sign out on this device
        </Button>
        {signOut.isError && <ProblemNote problem={signOut.error} />}
      </Stack>
    </Card>
  );
};

export const ProfileScreen = () => {
  const person = usePerson();
  return (
    <Page title="Profile" width="narrow">
      <Stack gap="xl">
        <ProfileForm person={person} />
        <SignInDetails person={person} />
      </Stack>
    </Page>
  );
};
