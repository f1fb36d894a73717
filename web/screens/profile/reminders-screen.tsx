import { Group, Stack, Text } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { Me } from '../../../contract/people.ts';
import { useUpdateMe } from '../../queries.ts';
import { usePerson } from '../../session.tsx';
import { BusyButton } from '../../ui/busy-button.tsx';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { useErrorFocus } from '../../ui/use-error-focus.ts';
import { NothingReaches } from './nothing-reaches.tsx';
import { faultInQuiet, quietDraftOf, quietHoursOf } from './quiet-draft.ts';
import { QuietFields } from './quiet-fields.tsx';
import { waysOf, withWays } from './reminder-ways.ts';
import { useObstacles } from './use-obstacles.ts';
import { WayFields } from './way-fields.tsx';

/** What the form holds, and what becomes of it. */
const useReminderForm = (person: Me) => {
  const [ways, setWays] = useState(waysOf(person.channels));
  const [quiet, setQuiet] = useState(quietDraftOf(person.quiet_hours));
  const [attempts, setAttempts] = useState(0);
  const save = useUpdateMe();
  const around = useErrorFocus<HTMLFormElement>(attempts);
  const fault = faultInQuiet(quiet);
  const andReset =
    <T,>(set: (value: T) => void) =>
    (value: T): void => {
      save.reset();
      set(value);
    };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setAttempts(attempts + 1);
    if (fault) return;
    save.mutate({ channels: withWays(person.channels, ways), quiet_hours: quietHoursOf(quiet) });
  };
  const shownFault = attempts > 0 ? fault : null;
  return {
    ways,
    quiet,
    save,
    around,
    submit,
    fault: shownFault,
    setWays: andReset(setWays),
    setQuiet: andReset(setQuiet),
  };
};

const ReminderForm = ({ person }: { person: Me }) => {
  const form = useReminderForm(person);
  const { save, ways, quiet } = form;
  const { obstacleOn, problem, retry } = useObstacles(person);
  return (
    <form ref={form.around} onSubmit={form.submit} noValidate>
      <Stack gap="lg">
        <Card>
          <Stack gap="md">
            <WayFields person={person} chosen={ways} obstacleOn={obstacleOn} onChange={form.setWays} />
            {problem && <ProblemNote problem={problem} onRetry={retry} />}
            {ways.every(obstacleOn) && <NothingReaches chosen={ways.length} />}
          </Stack>
        </Card>
        <Card>
          <QuietFields
            draft={quiet}
            fault={form.fault}
            onChange={(part) => form.setQuiet({ ...quiet, ...part })}
          />
        </Card>
        {save.isError && <ProblemNote problem={save.error} />}
        <Group gap="md">
          <BusyButton type="submit" loading={save.isPending}>
            Save
          </BusyButton>
          <Text role="status">{save.isSuccess && 'Saved.'}</Text>
        </Group>
      </Stack>
    </form>
  );
};

export const RemindersScreen = () => (
  <Page
    title="Reminders"
    intro="We remind you of a visit three times: a day, an hour, and 15 minutes before it. We also tell you when one is booked, moved or cancelled."
    width="narrow"
  >
    <ReminderForm person={usePerson()} />
  </Page>
);
