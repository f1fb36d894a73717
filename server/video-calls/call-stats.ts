import type { VideoCallStats } from '../../contract/video-calls.ts';
import { dateIn, dayRange, daysOf } from '../day-range.ts';
import type { Deps } from '../deps.ts';
import type { Person } from '../people/person.ts';
import { Problem } from '../problem.ts';
import { countCalls, type DayCount } from './stats-rows.ts';

const USUAL_DAYS = 30;
const MOST_DAYS = 366;

interface Asked {
  person: Person;
  from: string | undefined;
  to: string | undefined;
  doctorId: string | undefined;
}

/** Whose calls: a doctor's own, for an admin anybody's. @throws Problem `forbidden` */
const whose = (person: Person, doctorId: string | undefined): string | null => {
  if (person.role === 'admin') return doctorId ?? null;
  if (person.role !== 'doctor' || (doctorId ?? person.id) !== person.id) throw new Problem('forbidden');
  return person.id;
};

const total = (counts: readonly DayCount[], figure: 'calls' | 'timed' | 'duration'): number =>
  counts.reduce((sum, count) => sum + count[figure], 0);

const STATUSES = ['SCHEDULED', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED', 'FAILED', 'NO_SHOW'] as const;

const dayOf = (date: string, counts: readonly DayCount[]): VideoCallStats['perDay'][number] => ({
  date,
  calls: total(counts, 'calls'),
  completed: total(
    counts.filter(({ status }) => status === 'COMPLETED'),
    'calls',
  ),
  duration: total(counts, 'duration'),
});

/**
 * Figures over a range of the asking person's own days, the last 30 unless told.
 * @throws Problem `forbidden`, `invalid_request`, `range_invalid`
 */
export const callStats = async (deps: Deps, asked: Asked): Promise<VideoCallStats> => {
  const { timeZone } = asked.person;
  const doctorId = whose(asked.person, asked.doctorId?.toLowerCase());
  const today = dateIn(timeZone, deps.now());
  const range = dayRange(asked, { today, usual: USUAL_DAYS, most: MOST_DAYS });
  const counts = await countCalls(deps.db, { doctorId, timeZone, ...range });
  const timed = total(counts, 'timed');
  const duration = total(counts, 'duration');
  const byDay = Map.groupBy(counts, ({ day }) => day);
  return {
    message: 'Video call statistics retrieved successfully',
    ...range,
    timeZone,
    totalCalls: total(counts, 'calls'),
    totalDuration: duration,
    averageDuration: timed === 0 ? 0 : Math.round(duration / timed),
    byStatus: Object.fromEntries(
      STATUSES.map((wanted) => [
        wanted,
        total(
          counts.filter(({ status }) => status === wanted),
          'calls',
        ),
      ]),
    ),
    perDay: daysOf(range).map((date) => dayOf(date, byDay.get(date) ?? [])),
  };
};
