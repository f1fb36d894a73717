import type { AppointmentStatus } from '../../contract/appointments.ts';
import type { VisitMessageKind } from '../../contract/deliveries.ts';

/** What a message about a visit is worth at the moment of sending; only a `true` one is sent. */
export type Verdict = 'true' | 'untrue' | 'late' | 'superseded';

/** What was planned to be told. */
export interface Told {
  kind: VisitMessageKind;
  /** Of the visit. */
  version: number;
  usefulUntil: Date;
}

/** The visit as it stands now. */
export interface JudgedVisit {
  version: number;
  status: AppointmentStatus;
}

/** How a visit stands while what a message says of it is true. */
const FITS: Readonly<Record<VisitMessageKind, readonly AppointmentStatus[]>> = {
  visit_requested: ['SCHEDULED'],
  visit_confirmed: ['CONFIRMED', 'IN_PROGRESS'],
  visit_moved: ['CONFIRMED', 'IN_PROGRESS'],
  visit_cancelled: ['CANCELLED'],
  reminder_day: ['CONFIRMED'],
  reminder_hour: ['CONFIRMED'],
  reminder_quarter: ['CONFIRMED'],
};

const isReminder = (kind: VisitMessageKind): boolean => kind.startsWith('reminder_');

/**
 * Whether to send it, `now`. `laterDue` says that a later kind of reminder of the same version is due to the same
 * reader, too: after an outage only the latest is told. News is never superseded.
 */
export const judge = (told: Told, visit: JudgedVisit, laterDue: boolean, now: Date): Verdict => {
  if (told.version !== visit.version || !FITS[told.kind].includes(visit.status)) return 'untrue';
  if (now >= told.usefulUntil) return 'late';
  if (laterDue && isReminder(told.kind)) return 'superseded';
  return 'true';
};
