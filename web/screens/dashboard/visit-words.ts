import type { Appointment } from '../../../contract/appointments.ts';
import type { Role } from '../../../contract/primitives.ts';
import { nameOf } from '../../names.ts';
import { countdown, HOUR, pointInTime, type Reader } from '../../when.ts';

/** Whom the reader meets: a patient sees the doctor, a doctor the patient, an admin both. */
export const whoInWords = (visit: Appointment, role: Role): string => {
  if (role === 'doctor') return nameOf(visit.patient);
  if (role === 'patient') return nameOf(visit.doctor);
  return `${nameOf(visit.patient)} with ${nameOf(visit.doctor)}`;
};

const STATUS_WORDS: Record<Appointment['status'], string> = {
  SCHEDULED: 'Not confirmed yet',
  CONFIRMED: 'Confirmed',
  IN_PROGRESS: 'Happening now',
  COMPLETED: 'Took place',
  CANCELLED: 'Cancelled',
  NO_SHOW: 'Did not take place',
};

export const statusInWords = (visit: Appointment): string => STATUS_WORDS[visit.status];

export const isOver = ({ status }: Appointment): boolean =>
  status === 'COMPLETED' || status === 'CANCELLED' || status === 'NO_SHOW';

export const canChange = ({ status }: Appointment): boolean =>
  status === 'SCHEDULED' || status === 'CONFIRMED';

/** Once its time has come a visit is held or cancelled, and no longer moved. */
export const canMove = (visit: Appointment, now: number): boolean =>
  canChange(visit) && now < Date.parse(visit.appointment_date);

/** What the reader should do next, in one sentence; `null` when nothing is left to do. */
export const nextStep = (visit: Appointment, role: Role, reader: Reader, now: number): string | null => {
  if (visit.status === 'CANCELLED')
    return visit.cancel_reason ? `Reason given: ${visit.cancel_reason}` : null;
  if (isOver(visit)) return null;
  if (visit.status === 'SCHEDULED')
    return role === 'doctor'
      ? 'It takes place once you confirm it.'
      : `${nameOf(visit.doctor)} still has to confirm.`;
  if (visit.session_type === 'in_person') return 'At the clinic, in person.';
  if (visit.can_join) return 'The room is open. You can join now.';
  if (now >= Date.parse(visit.join_closes_at)) return 'The room is closed.';
  return `You can join from ${pointInTime(visit.join_opens_at, reader, now).replace(/^today at /, '')}.`;
};

/** Time left until the room opens, "4:32", within the last hour; else null. */
export const untilOpen = (visit: Appointment, now: number): string | null => {
  const left = Date.parse(visit.join_opens_at) - now;
  const isExpected = visit.status === 'CONFIRMED' && visit.session_type === 'telehealth' && !visit.can_join;
  return isExpected && left > 0 && left <= HOUR ? countdown(left) : null;
};
