import type { AppointmentStatus } from '../../contract/appointments.ts';
import type { VisitMessageKind } from '../../contract/deliveries.ts';
import type { QuietHours } from '../../contract/people.ts';
import type { VisitNews } from '../appointments/visit-news.ts';
import { quietSpanAt } from './quiet-hours.ts';

export interface PlannedVisit {
  startsAt: Date;
  endsAt: Date;
  status: AppointmentStatus;
}

export interface PlanReader {
  timeZone: string;
  quietHours: QuietHours | null;
}

export interface Planned {
  kind: VisitMessageKind;
  dueAt: Date;
  /** From then on nobody is served by it. */
  usefulUntil: Date;
}

const MINUTE_MS = 60_000;

/** In order: the farthest from the visit first. Elapsed time, whatever the clocks of a zone do. */
const REMINDERS = [
  { kind: 'reminder_day', beforeMs: 24 * 60 * MINUTE_MS },
  { kind: 'reminder_hour', beforeMs: 60 * MINUTE_MS },
  { kind: 'reminder_quarter', beforeMs: 15 * MINUTE_MS },
] as const;

/** One that waited for the end of quiet hours leaves at least this much to get ready. */
const LEAST_NOTICE_MS = 5 * MINUTE_MS;
/** One that cannot wait is told so long before quiet hours begin. */
const BEFORE_QUIET_MS = MINUTE_MS;

/** When a reminder is told that has its time at `own`, in milliseconds of UTC. */
const outsideQuiet = (own: number, startsAt: number, reader: PlanReader, now: number): number => {
  const quiet = reader.quietHours && quietSpanAt(reader.quietHours, reader.timeZone, own);
  if (!quiet) return own;
  if (quiet.end <= startsAt - LEAST_NOTICE_MS) return quiet.end;
  const before = quiet.start - BEFORE_QUIET_MS;
  // Past already: the visit was given its time within these hours, so it is told within them.
  return before > now ? before : own;
};

/**
 * The reminders of a visit that are still to come for one reader, next first. Quiet hours hold them; two that
 * would be told together, or in the wrong order, are one: the nearer to the visit.
 */
export const plan = (visit: PlannedVisit, reader: PlanReader, now: Date): Planned[] => {
  if (visit.status !== 'CONFIRMED') return [];
  const startsAt = visit.startsAt.getTime();
  const timed = REMINDERS.map(({ kind, beforeMs }) => ({
    kind,
    dueAt: outsideQuiet(startsAt - beforeMs, startsAt, reader, now.getTime()),
  }));
  return timed
    .filter(({ dueAt }, index) => timed.slice(index + 1).every((nearer) => nearer.dueAt > dueAt))
    .filter(({ dueAt }) => dueAt > now.getTime())
    .map(({ kind, dueAt }) => ({ kind, dueAt: new Date(dueAt), usefulUntil: visit.startsAt }));
};

/** What news of a visit is told as, by how the visit stands; null where it is under way or over. */
const newsKind = (news: VisitNews, status: AppointmentStatus): VisitMessageKind | null => {
  switch (status) {
    case 'CANCELLED':
      return 'visit_cancelled';
    case 'SCHEDULED':
      return 'visit_requested';
    case 'CONFIRMED':
      return news === 'moved' ? 'visit_moved' : 'visit_confirmed';
    default:
      return null;
  }
};

/** News that is told at once, whatever the hour: what was done, and how the visit stands. Null where it is too late. */
export const newsOf = (news: VisitNews, visit: PlannedVisit, now: Date): Planned | null => {
  const kind = newsKind(news, visit.status);
  const usefulUntil = kind === 'visit_cancelled' ? visit.endsAt : visit.startsAt;
  return kind && now < usefulUntil ? { kind, dueAt: now, usefulUntil } : null;
};
