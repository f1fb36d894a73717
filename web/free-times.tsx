import { Alert } from '@mantine/core';
import { IconCalendarOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useSlots } from './queries.ts';
import { usePerson } from './session.tsx';
import { Empty } from './ui/empty.tsx';
import { LoadingCards } from './ui/loading-cards.tsx';
import { ProblemNote } from './ui/problem-note.tsx';
import { SlotPicker } from './ui/slot-picker.tsx';
import { useNow } from './ui/use-now.ts';
import { MINUTE, readerOf } from './when.ts';

interface Props {
  doctorId: string;
  value: string | null;
  onChange: (startsAt: string | null) => void;
  /** The time last asked for went to somebody else meanwhile. */
  isTaken: boolean;
}

const STEP_DAYS = 14;
/** The server answers for 62 days at most. */
const MOST_DAYS = 56;

/** A doctor's free times, two weeks at first and more on request. */
export const FreeTimes = ({ doctorId, value, onChange, isTaken }: Props) => {
  const reader = readerOf(usePerson());
  const now = useNow(MINUTE);
  const [days, setDays] = useState(STEP_DAYS);
  const { data, isPending, isPlaceholderData, error, refetch } = useSlots(doctorId, days);
  const slots = data?.slots.filter(({ starts_at }) => Date.parse(starts_at) > now) ?? [];
  const later = days < MOST_DAYS ? () => setDays(days + STEP_DAYS) : undefined;
  if (isPending) return <LoadingCards of="free times" count={1} />;
  if (error) return <ProblemNote problem={error} onRetry={() => void refetch()} />;
  return (
    <>
      {isTaken && (
        <Alert color="now" role="alert">
          That time has just been taken. These are still free; please pick another.
        </Alert>
      )}
      {slots.length === 0 && days < MOST_DAYS && !isPlaceholderData && (
        <Alert>Nothing is free in the next {days} days. Look further ahead below.</Alert>
      )}
      {slots.length === 0 && days >= MOST_DAYS && (
        <Empty icon={<IconCalendarOff />} title="No free times in the next eight weeks">
          Please call the clinic, or look again later.
        </Empty>
      )}
      <SlotPicker
        slots={slots}
        reader={reader}
        now={now}
        value={value}
        onChange={onChange}
        onLater={later}
        isLoadingLater={isPlaceholderData}
      />
    </>
  );
};
