import { Stack, Text, Textarea } from '@mantine/core';
import { IconStethoscopeOff } from '@tabler/icons-react';
import { type SubmitEvent, useState } from 'react';
import { useLocation } from 'wouter';
import type { Doctor } from '../../../contract/people.ts';
import { ApiProblem } from '../../api.ts';
import { FreeTimes } from '../../free-times.tsx';
import { useBook, useDoctors } from '../../queries.ts';
import { usePerson } from '../../session.tsx';
import { BusyButton } from '../../ui/busy-button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { LoadingCards } from '../../ui/loading-cards.tsx';
import { oneLine } from '../../ui/one-line.ts';
import { Page } from '../../ui/page.tsx';
import { Pick } from '../../ui/pick.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { dayAndTime, minutesInWords, pointInTime, readerOf, zoneInWords } from '../../when.ts';

const fullName = ({ first_name, last_name }: Doctor): string => `${first_name} ${last_name}`.trim();

const DoctorChoice = ({ doctors, value, onChange }: ChoiceProps) => (
  <Pick
    legend="Doctor"
    name="doctor"
    shape="cards"
    value={value}
    onChange={onChange}
    options={doctors.map((doctor) => ({
      value: doctor.id,
      label: (
        <>
          <strong>{fullName(doctor)}</strong>
          <small>{minutesInWords(doctor.slot_minutes)} a visit</small>
        </>
      ),
    }))}
  />
);

interface ChoiceProps {
  doctors: readonly Doctor[];
  value: string | null;
  onChange: (id: string) => void;
}

const isSlotTaken = (error: Error | null): boolean =>
  error instanceof ApiProblem && error.code === 'slot_taken';

const Steps = ({ doctors }: { doctors: readonly Doctor[] }) => {
  const book = useBook();
  const [, navigate] = useLocation();
  const reader = readerOf(usePerson());
  const [doctorId, setDoctorId] = useState<string | null>(null);
  const [startsAt, setStartsAt] = useState<string | null>(null);
  // With one doctor there is nothing to choose.
  const doctor = doctors.find(({ id }) => id === doctorId) ?? (doctors.length === 1 ? doctors[0] : undefined);
  const isTaken = isSlotTaken(book.error);
  const chooseDoctor = (id: string): void => {
    setDoctorId(id);
    setStartsAt(null);
    book.reset();
  };
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (!doctor || !startsAt) return;
    const reason = oneLine(String(new FormData(event.currentTarget).get('reason') ?? ''));
    const visit = { doctor_id: doctor.id, starts_at: startsAt, ...(reason ? { reason } : {}) };
    book.mutate(visit, {
      onSuccess: ({ status }) => {
        const when = dayAndTime(startsAt, reader, Date.now());
        const done = status === 'SCHEDULED' ? 'asked for' : 'booked';
        navigate('/', { state: { done: `Your visit with ${fullName(doctor)} ${when} is ${done}.` } });
      },
      onError: (error) => isSlotTaken(error) && setStartsAt(null),
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xl">
        <DoctorChoice doctors={doctors} value={doctor?.id ?? null} onChange={chooseDoctor} />
        {doctor && (
          <>
            <FreeTimes
              key={doctor.id}
              doctorId={doctor.id}
              value={startsAt}
              onChange={setStartsAt}
              isTaken={isTaken}
            />
            <Textarea
              label="What is it about? (if you like)"
              description="Only you and the doctor see this."
              name="reason"
              maxLength={500}
              autosize
              minRows={2}
            />
            <Summary doctor={doctor} startsAt={startsAt} />
            {book.isError && !isTaken && <ProblemNote problem={book.error} />}
            <BusyButton type="submit" disabled={!startsAt} loading={book.isPending}>
              Book a visit
            </BusyButton>
          </>
        )}
      </Stack>
    </form>
  );
};

/** Everything once more in words, before the button. */
const Summary = ({ doctor, startsAt }: { doctor: Doctor; startsAt: string | null }) => {
  const reader = readerOf(usePerson());
  return (
    <Card role="status">
      <Text fw={600}>
        {startsAt
          ? `${fullName(doctor)}, ${pointInTime(startsAt, reader, Date.now())}`
          : 'Pick a day and a time above'}
      </Text>
      <Text c="dimmed">
        {minutesInWords(doctor.slot_minutes)} by video
        {startsAt && ` · ${zoneInWords(startsAt, reader)}`}
      </Text>
    </Card>
  );
};

export const BookScreen = () => {
  const { data, isPending, error, refetch } = useDoctors();
  return (
    <Page title="Book a visit" intro="A doctor, a time, and you are done." width="narrow">
      {isPending && <LoadingCards of="doctors" />}
      {error && <ProblemNote problem={error} onRetry={() => void refetch()} />}
      {data?.doctors.length === 0 && (
        <Empty icon={<IconStethoscopeOff />} title="No doctor takes bookings yet">
          Please call the clinic, or look again later.
        </Empty>
      )}
      {data && data.doctors.length > 0 && <Steps doctors={data.doctors} />}
    </Page>
  );
};
