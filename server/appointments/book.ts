import type { SessionType } from '../../contract/appointments.ts';
import type { VideoProvider } from '../../contract/primitives.ts';
import type { Tx } from '../database/database.ts';
import type { Deps } from '../deps.ts';
import { lockPeople } from '../people/lock-people.ts';
import type { Person } from '../people/person.ts';
import { Problem } from '../problem.ts';
import type { Appointment } from './appointment.ts';
import { assertConfigured } from './assert-configured.ts';
import { assertFewTimes } from './assert-few-times.ts';
import { type Schedule, selectSchedule } from './availability-rows.ts';
import { assertPatientMayTake, assertStaffMayTake, endOf, statusAfterBooking } from './booking-rules.ts';
import { createAppointment } from './create-appointment.ts';
import { findAppointment } from './find-appointment.ts';

export interface Booking {
  doctorId: string;
  /** Whom a doctor or an admin books for; a patient books for themselves. */
  patientId: string | null;
  startsAt: Date;
  /** Null for the doctor's own slot length. */
  minutes: number | null;
  sessionType: SessionType;
  reason: string | null;
  /** Where a doctor or an admin wants its call held; null leaves it to the clinic. */
  videoProvider: VideoProvider | null;
}

const invalid = (field: string, message: string): Problem =>
  new Problem('invalid_request', { detail: message, fields: [{ path: `body.${field}`, message }] });

/** @throws Problem `forbidden`, `invalid_request` */
const patientOf = (person: Person, { doctorId, patientId, minutes, videoProvider }: Booking): string => {
  if (person.role === 'patient') {
    if (patientId !== null || minutes !== null || videoProvider !== null) throw new Problem('forbidden');
    return person.id;
  }
  if (person.role === 'doctor' && doctorId !== person.id) throw new Problem('forbidden');
  if (patientId !== null) return patientId;
  throw invalid('patient_id', 'Say which patient the visit is for.');
};

/** @throws Problem `video_provider_missing`, `invalid_request` */
const assertCanBeHeld = (deps: Deps, { sessionType, videoProvider }: Booking): void => {
  assertConfigured(deps, videoProvider);
  if (videoProvider !== null && sessionType === 'in_person') {
    throw invalid('video_provider', 'A visit in person has no video call.');
  }
};

/** Holds both people, so that bookings of one calendar run one after the other. */
const holdBoth = async (tx: Tx, doctorId: string, patientId: string): Promise<Schedule> => {
  const held = await lockPeople(tx, [doctorId, patientId]);
  const schedule = await selectSchedule(tx, doctorId);
  if (!schedule) throw new Problem('not_found', { detail: 'There is no such doctor.' });
  if (!held.some(({ id, role }) => id === patientId && role === 'patient')) {
    throw new Problem('not_found', { detail: 'There is no such patient.' });
  }
  return schedule;
};

/**
 * Books a visit. A patient takes a free slot; a doctor, in their own calendar, and an admin any whole
 * minute that is free.
 * @throws Problem `not_bookable`, `slot_taken`, `patient_busy`, `forbidden`, `not_found`,
 * `video_provider_missing`, `invalid_request`, `too_many_requests`
 */
export const book = async (
  deps: Deps,
  { person, booking }: { person: Person; booking: Booking },
): Promise<Appointment> => {
  const patientId = patientOf(person, booking);
  assertCanBeHeld(deps, booking);
  const { doctorId, startsAt, sessionType, reason, videoProvider } = booking;
  return deps.db.tx(async (tx) => {
    const schedule = await holdBoth(tx, doctorId, patientId);
    await assertFewTimes(deps, tx, { personId: person.id, acting: person.role });
    const wanted = { startsAt, minutes: booking.minutes ?? schedule.slotMinutes };
    if (person.role === 'patient') assertPatientMayTake(wanted, schedule, deps.now());
    else assertStaffMayTake(wanted, deps.now(), deps.config.visits);
    const id = await createAppointment(tx, {
      doctorId,
      patientId,
      startsAt,
      endsAt: endOf(wanted),
      sessionType,
      status: statusAfterBooking(person.role, deps.config.visits),
      reason,
      createdBy: person.id,
      videoProvider,
    });
    await deps.reminderPlans.followVisit(tx, id, 'booked');
    const booked = await findAppointment(tx, id);
    if (!booked) throw new Error('a new appointment is not there in its own transaction');
    return booked;
  });
};
