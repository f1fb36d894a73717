import { Button, Group, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { Availability } from '../../../contract/appointments.ts';
import { useAvailability, useSetAvailability } from '../../queries.ts';
import { usePerson } from '../../session.tsx';
import { BusyButton } from '../../ui/busy-button.tsx';
import { Card } from '../../ui/card.tsx';
import { LoadingCards } from '../../ui/loading-cards.tsx';
import { Page } from '../../ui/page.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { minutesInWords, readerOf, zoneInWords } from '../../when.ts';
import { Exceptions } from './exceptions.tsx';
import { faultIn, faultInException, hoursOn, WEEKDAYS, withWorkdaysAsMonday } from './hours.ts';
import { WeeklyHours } from './weekly-hours.tsx';

const LENGTHS = [10, 15, 20, 30, 40, 45, 50, 60, 90, 120];

const lengthsWith = (minutes: number): number[] =>
  Array.from(new Set([...LENGTHS, minutes])).toSorted((a, b) => a - b);

const isSound = ({ weekly, exceptions }: Availability): boolean =>
  WEEKDAYS.every(({ weekday }) => !faultIn(hoursOn(weekly, weekday))) &&
  exceptions.every((exception) => !faultInException(exception));

const HoursForm = ({ saved }: { saved: Availability }) => {
  const [draft, setDraft] = useState(saved);
  const save = useSetAvailability();
  const change = (part: Partial<Availability>): void => {
    save.reset();
    setDraft({ ...draft, ...part });
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (isSound(draft)) save.mutate(draft);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xl">
        <Card>
          <Group justify="space-between" mb="sm">
            <Title order={2}>Every week</Title>
            <Button variant="subtle" onClick={() => change({ weekly: withWorkdaysAsMonday(draft.weekly) })}>
              Same hours Monday to Friday
            </Button>
          </Group>
          <WeeklyHours value={draft.weekly} onChange={(weekly) => change({ weekly })} />
        </Card>
        <Card>
          <Title order={2} mb="sm">
            Special days
          </Title>
          <Exceptions value={draft.exceptions} onChange={(exceptions) => change({ exceptions })} />
        </Card>
        <Card>
          <NativeSelect
            label="How long a visit lasts"
            value={String(draft.slot_minutes)}
            onChange={(event) => change({ slot_minutes: Number(event.currentTarget.value) })}
            data={lengthsWith(draft.slot_minutes).map((minutes) => ({
              value: String(minutes),
              label: minutesInWords(minutes),
            }))}
          />
        </Card>
        {save.isError && <ProblemNote problem={save.error} />}
        <Group gap="md">
          <BusyButton type="submit" disabled={!isSound(draft)} loading={save.isPending}>
            Save hours
          </BusyButton>
          <Text role="status">{save.isSuccess && 'Saved. Patients see the new times now.'}</Text>
        </Group>
      </Stack>
    </form>
  );
};

export const AvailabilityScreen = () => {
  const { data, isPending, error, refetch, isFetchedAfterMount } = useAvailability();
  const reader = readerOf(usePerson());
  return (
    <Page
      title="Working hours"
      intro={`Patients book inside these hours. Times are in ${zoneInWords(Date.now(), reader)}.`}
    >
      {error && <ProblemNote problem={error} onRetry={() => void refetch()} />}
      {!error && (isPending || !isFetchedAfterMount) && <LoadingCards of="your hours" />}
      {data && isFetchedAfterMount && <HoursForm saved={data} />}
    </Page>
  );
};
