import type { VideoCallStats } from '../../../contract/video-calls.ts';
import { usePerson } from '../../session.tsx';
import { DayBars } from '../../ui/day-bars.tsx';
import { readerOf } from '../../when.ts';

const PARTS = [
  { key: 'completed', name: 'Took place', tone: 'good' },
  { key: 'others', name: 'Did not', tone: 'quiet' },
] as const;

/** The bars of the table below them. */
export const CallsPerDay = ({ days }: { days: VideoCallStats['perDay'] }) => (
  <DayBars
    parts={PARTS}
    days={days.map(({ date, calls, completed }) => ({ date, completed, others: calls - completed }))}
    locale={readerOf(usePerson()).locale}
  />
);
