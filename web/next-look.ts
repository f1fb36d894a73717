import type { Appointment } from '../contract/appointments.ts';
import { DAY, HOUR, MINUTE } from './when.ts';

type Visit = Pick<Appointment, 'can_join' | 'join_opens_at' | 'join_closes_at' | 'status' | 'session_type'>;

/** Often enough to see a confirmation, a move or a cancellation that the other side made. */
const ROUTINE_MS = 30_000;
/** When this browser's clock runs ahead of the server's, the door opens a little later than it says here. */
const OVERDUE_MS = 3_000;
const SHORTEST_MS = 500;
/** Before its room opens a hidden page looks at every visit so closely, for as much as a clock may be wrong. */
const NEAR_MS = 20 * MINUTE;
/** A visit of today may be moved to an earlier time. */
const TODAY_MS = 12 * HOUR;
const SPARSE_MS = 10 * MINUTE;

const canOpen = ({ status, session_type }: Visit): boolean =>
  session_type === 'telehealth' && (status === 'CONFIRMED' || status === 'IN_PROGRESS');

const untilChange = (visit: Visit, now: number): number => {
  const opens = Date.parse(visit.join_opens_at) - now;
  const closes = Date.parse(visit.join_closes_at) - now;
  if (!canOpen(visit)) return ROUTINE_MS;
  if (opens > 0) return visit.can_join ? ROUTINE_MS : opens;
  if (closes > 0) return visit.can_join ? closes : OVERDUE_MS;
  return visit.can_join ? OVERDUE_MS : ROUTINE_MS;
};

/** Milliseconds until the list should be read again, so that "Join video" appears and goes on time. */
export const untilNextLook = (visits: readonly Visit[], now: number): number =>
  Math.max(SHORTEST_MS, Math.min(ROUTINE_MS, ...visits.map((visit) => untilChange(visit, now))));

/**
 * Milliseconds until a page that nobody looks at reads the list again, to tell of a visit in time; false where
 * there is none to tell of. None of these looks keeps a session that nobody uses (`attendance.ts`).
 */
export const untilHiddenLook = (visits: readonly Visit[], now: number): number | false => {
  const ahead = visits.filter(
    ({ session_type, join_closes_at }) => session_type === 'telehealth' && Date.parse(join_closes_at) > now,
  );
  if (ahead.length === 0) return false;
  const opens = Math.min(...ahead.map(({ join_opens_at }) => Date.parse(join_opens_at) - now));
  if (opens <= 0) return ROUTINE_MS;
  if (opens <= NEAR_MS) return Math.max(SHORTEST_MS, Math.min(ROUTINE_MS, opens));
  if (opens <= TODAY_MS) return Math.max(ROUTINE_MS, Math.min(SPARSE_MS, opens - NEAR_MS));
  return Math.min(DAY, opens - TODAY_MS + ROUTINE_MS);
};
