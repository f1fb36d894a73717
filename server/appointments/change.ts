import { appendAudit, type Deed } from '../audit/append-audit.ts';
import type { Tx } from '../database/database.ts';
import type { Deps } from '../deps.ts';
import type { Person } from '../people/person.ts';
import { Problem } from '../problem.ts';
import type { Appointment } from './appointment.ts';
import { type Acting, actingOn } from './booking-rules.ts';
import { findAppointment, lockAppointment } from './find-appointment.ts';
import type { VisitNews } from './visit-news.ts';

interface Change {
  person: Person;
  /** UUID or number. */
  ref: string;
  /** `appointment.<verb>`, for the audit trail. */
  action: string;
  /** What its people are told; null where it makes no difference to them. */
  news: VisitNews | null;
  /** What the audit entry says besides how the appointment stands. */
  details?: NonNullable<Deed['details']>;
  /** Taken before the appointment is; nothing unless given. */
  holdFirst?: (tx: Tx, appointment: Appointment) => Promise<unknown>;
  /** Judges and writes. False where it already is as wanted, so that a repetition has no effect. */
  apply: (tx: Tx, appointment: Appointment, acting: Acting) => Promise<boolean>;
}

/**
 * Changes an appointment that is held meanwhile, with its audit entry, in one transaction.
 * @throws Problem `appointment_not_found`, and what `apply` throws
 */
export const change = async (
  deps: Deps,
  { person, ref, action, news, details: more, holdFirst, apply }: Change,
): Promise<Appointment> => {
  const seen = actingOn(person, await findAppointment(deps.db, ref));
  return deps.db.tx(async (tx) => {
    await holdFirst?.(tx, seen.appointment);
    const { appointment, acting } = actingOn(person, await lockAppointment(tx, seen.appointment.id));
    if (!(await apply(tx, appointment, acting))) return appointment;
    const changed = await findAppointment(tx, appointment.id);
    if (!changed) throw new Problem('appointment_not_found');
    const details = { status: changed.status, version: changed.version, as: acting, ...more };
    await appendAudit(tx, { actorId: person.id, action, subjectId: changed.id, details });
    await deps.reminderPlans.followVisit(tx, changed.id, news);
    return changed;
  });
};
