import type { VisitMessageKind } from '../../contract/deliveries.ts';

interface Nearness {
  now: Date;
  startsAt: Date;
  /** When the door of a video visit opens, or one may arrive for one in person. */
  opensAt: Date;
}

/** Milliseconds: farther away than this a visit is spoken of by its day, and not by the minutes that are left. */
const NEAR_MS = 90 * 60_000;

/**
 * Which words a message takes. A reminder may come long before or after its usual time, over quiet hours or an
 * outage: its words go by how near the visit is, so that nobody is told to join at a closed door.
 */
export const wordedAs = (kind: VisitMessageKind, { now, startsAt, opensAt }: Nearness): VisitMessageKind => {
  if (!kind.startsWith('reminder_')) return kind;
  if (startsAt.getTime() - now.getTime() > NEAR_MS) return 'reminder_day';
  return now < opensAt ? 'reminder_hour' : 'reminder_quarter';
};
