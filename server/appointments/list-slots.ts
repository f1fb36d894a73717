import type { SlotQuery } from '../../contract/appointments.ts';
import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';
import { selectSchedule } from './availability-rows.ts';
import { BOOKING_HORIZON_DAYS } from './booking-rules.ts';
import { selectTaken } from './calendar-rows.ts';
import { freeSlots } from './free-slots.ts';
import { readInstant } from './read-time.ts';
import type { Span } from './working-hours.ts';

const DAY_MS = 86_400_000;
const LONGEST_RANGE_DAYS = 62;
const DEFAULT_RANGE_DAYS = 14;

/** @throws Problem `invalid_request`, `range_invalid` */
const readRange = ({ from, to }: SlotQuery, now: number): Span => {
  const start = from === undefined ? now : readInstant(from, 'querystring.from').getTime();
  const end =
    to === undefined ? start + DEFAULT_RANGE_DAYS * DAY_MS : readInstant(to, 'querystring.to').getTime();
  if (end <= start || end - start > LONGEST_RANGE_DAYS * DAY_MS) throw new Problem('range_invalid');
  return { start, end };
};

/**
 * The doctor's free slots that start in the range, earliest first: none in the past, and none beyond what
 * a patient can book.
 * @throws Problem `not_found` where there is no such doctor; `range_invalid`
 */
export const listSlots = async (deps: Deps, doctorId: string, query: SlotQuery): Promise<Span[]> => {
  const now = deps.now().getTime();
  const { start, end } = readRange(query, now);
  const schedule = await selectSchedule(deps.db, doctorId);
  if (!schedule) throw new Problem('not_found', { detail: 'There is no such doctor.' });
  const within = { start: Math.max(start, now), end: Math.min(end, now + BOOKING_HORIZON_DAYS * DAY_MS) };
  if (within.end <= within.start) return [];
  // A slot may end a whole slot after the range does.
  const taken = await selectTaken(deps.db, [doctorId], { start: within.start, end: within.end + DAY_MS });
  return freeSlots({ ...schedule, within, taken, now });
};
