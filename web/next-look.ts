import type { Appointment } from '../contract/appointments.ts';

type Visit = Pick<Appointment, 'can_join' | 'join_opens_at' | 'join_closes_at' | 'status' | 'session_type'>;

/** Often enough to see a confirmation, a move or a cancellation that the other side made. */
const ROUTINE_MS = 30_000;
/** When this browser's clock runs ahead of the server's, the door opens a little later than it says here. */
const OVERDUE_MS = 3_000;
const SHORTEST_MS = 500;

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
