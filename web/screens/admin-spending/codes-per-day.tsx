import type { Spending } from '../../../contract/spending.ts';
import { usePerson } from '../../session.tsx';
import { DayBars } from '../../ui/day-bars.tsx';
import { readerOf } from '../../when.ts';

const PARTS = [
  { key: 'used', name: 'Used', tone: 'good' },
  { key: 'unused', name: 'Not used', tone: 'quiet' },
  { key: 'blocked', name: 'Held back', tone: 'held' },
] as const;

/** The bars of the table below them. */
export const CodesPerDay = ({ days }: { days: Spending['by_day'] }) => (
  <DayBars
    parts={PARTS}
    days={days.map(({ date, sent, used, blocked }) => ({ date, used, unused: sent - used, blocked }))}
    locale={readerOf(usePerson()).locale}
  />
);
