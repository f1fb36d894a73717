import type { Tx } from '../database/database.ts';
import type { Deps } from '../deps.ts';
import { lockPeople } from '../people/lock-people.ts';
import type { Person } from '../people/person.ts';
import { Problem } from '../problem.ts';
import { type Appointment, minutesOf } from './appointment.ts';
import { assertFewTimes } from './assert-few-times.ts';
import { selectSchedule } from './availability-rows.ts';
import {
  type Acting,
  assertMovable,
  assertPatientMayTake,
  assertStaffMayTake,
  endOf,
  statusAfterBooking,
} from './booking-rules.ts';
import { assertBothFree } from './both-free.ts';
import { change } from './change.ts';
import { notifyChanged, updateTime } from './change-rows.ts';
import { refusedOverlap } from './refused-overlap.ts';
import { newRoomKey } from './room-key.ts';

const giveTime = async (
  tx: Tx,
  appointment: Appointment,
  startsAt: Date,
  status: Appointment['status'],
): Promise<void> => {
  const endsAt = endOf({ startsAt, minutes: minutesOf(appointment) });
  const { id, doctor, patient } = appointment;
  await assertBothFree(tx, { doctorId: doctor.id, patientId: patient.id, startsAt, endsAt, exceptId: id });
  await refusedOverlap(updateTime(tx, id, { startsAt, endsAt, status, roomKey: newRoomKey() }));
  await notifyChanged(tx, id);
};

const assertMayTake = async (
  deps: Deps,
  tx: Tx,
  appointment: Appointment,
  acting: Acting,
  startsAt: Date,
): Promise<void> => {
  const wanted = { startsAt, minutes: minutesOf(appointment) };
  if (acting !== 'patient') return assertStaffMayTake(wanted, deps.now(), deps.config.visits);
  const schedule = await selectSchedule(tx, appointment.doctor.id);
  if (!schedule) throw new Problem('not_bookable');
  assertPatientMayTake(wanted, schedule, deps.now());
};

/**
 * Gives a visit that has not started another time of the same length: a new version with a new room. A
 * patient takes a free slot, the doctor or an admin any whole minute. To the time it has: no effect.
 * @throws Problem `not_changeable`, `not_bookable`, `slot_taken`, `patient_busy`, `too_many_requests`,
 * `appointment_not_found`
 */
export const move = (
  deps: Deps,
  { person, ref, startsAt }: { person: Person; ref: string; startsAt: Date },
): Promise<Appointment> =>
  change(deps, {
    person,
    ref,
    action: 'appointment.move',
    news: 'moved',
    holdFirst: (tx, { doctor, patient }) => lockPeople(tx, [doctor.id, patient.id]),
    apply: async (tx, appointment, acting) => {
      assertMovable(appointment, deps.now());
      if (appointment.startsAt.getTime() === startsAt.getTime()) return false;
      await assertFewTimes(deps, tx, { personId: person.id, acting });
      await assertMayTake(deps, tx, appointment, acting, startsAt);
      await giveTime(tx, appointment, startsAt, statusAfterBooking(acting, deps.config.visits));
      return true;
    },
  });
