import type { Config } from '../config.ts';
import type { Person } from '../people/person.ts';
import { Problem } from '../problem.ts';
import { type Appointment, sideOf } from './appointment.ts';
import type { Schedule } from './availability-rows.ts';
import { startsOnSlot } from './free-slots.ts';
import { joinWindow } from './join-window.ts';

/** How far ahead a patient can book. */
export const BOOKING_HORIZON_DAYS = 180;
/** Farther ahead than this is a slip of the keyboard. */
const STAFF_HORIZON_DAYS = 3650;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

type Margins = Pick<Config['visits'], 'joinEarlyMinutes' | 'joinGraceMinutes'>;

/** In what capacity somebody changes an appointment. */
export type Acting = 'admin' | 'doctor' | 'patient';

/**
 * An admin for every appointment, anybody else by the side they are on.
 * @throws Problem `appointment_not_found`, the same for one that is not theirs as for one that is not there
 */
export const actingOn = (
  person: Person,
  appointment: Appointment | null,
): { appointment: Appointment; acting: Acting } => {
  const acting = appointment && (person.role === 'admin' ? 'admin' : sideOf(appointment, person.id));
  if (!appointment || !acting) throw new Problem('appointment_not_found');
  return { appointment, acting };
};

export interface WantedTime {
  startsAt: Date;
  minutes: number;
}

export const endOf = ({ startsAt, minutes }: WantedTime): Date =>
  new Date(startsAt.getTime() + minutes * MINUTE_MS);

const notBookable = (detail: string): Problem => new Problem('not_bookable', { detail });

/** @throws Problem `not_bookable` unless it is one of the doctor's slots, still to come, at most 180 days ahead */
export const assertPatientMayTake = (
  wanted: WantedTime,
  { hours, slotMinutes }: Schedule,
  now: Date,
): void => {
  const { startsAt, minutes } = wanted;
  if (startsAt <= now) throw notBookable('This time has passed.');
  if (startsAt.getTime() - now.getTime() > BOOKING_HORIZON_DAYS * DAY_MS) {
    throw notBookable(`Visits can be booked at most ${BOOKING_HORIZON_DAYS} days ahead.`);
  }
  if (!startsOnSlot(hours, slotMinutes, { start: startsAt.getTime(), minutes })) {
    throw notBookable('The doctor has no visit starting at this time.');
  }
};

/** @throws Problem `not_bookable` unless it is a whole minute and the visit would not be over already */
export const assertStaffMayTake = (wanted: WantedTime, now: Date, margins: Margins): void => {
  const { startsAt } = wanted;
  if (startsAt.getTime() % MINUTE_MS !== 0) throw notBookable('A visit starts at a whole minute.');
  if (joinWindow({ startsAt, endsAt: endOf(wanted) }, margins).closesAt <= now) {
    throw notBookable('This time has passed.');
  }
  if (startsAt.getTime() - now.getTime() > STAFF_HORIZON_DAYS * DAY_MS)
    throw notBookable('This time is too far ahead.');
};

/** What a visit is right after it was given its time: a patient's wish waits for the doctor where configured. */
export const statusAfterBooking = (
  acting: Acting,
  { bookingConfirm }: Config['visits'],
): 'SCHEDULED' | 'CONFIRMED' =>
  acting === 'patient' && bookingConfirm === 'doctor' ? 'SCHEDULED' : 'CONFIRMED';

const isOpen = ({ status }: Appointment): boolean => status === 'SCHEDULED' || status === 'CONFIRMED';

/** @throws Problem `not_changeable` */
export const assertMovable = (appointment: Appointment, now: Date): void => {
  if (!isOpen(appointment) || appointment.startsAt <= now) throw new Problem('not_changeable');
};

/** @throws Problem `not_changeable` unless it waits for confirmation and is not over */
export const assertConfirmable = (appointment: Appointment, now: Date, margins: Margins): void => {
  const over = joinWindow(appointment, margins).closesAt <= now;
  if (appointment.status !== 'SCHEDULED' || over) throw new Problem('not_changeable');
};

/** @throws Problem `not_changeable` unless it is held by video and has neither begun nor passed */
export const assertProviderChangeable = (appointment: Appointment, now: Date, margins: Margins): void => {
  const over = joinWindow(appointment, margins).closesAt <= now;
  const isByVideo = appointment.sessionType === 'telehealth';
  if (!isByVideo || !isOpen(appointment) || over) throw new Problem('not_changeable');
};

/** @throws Problem `not_changeable`; a visit that goes on is the doctor's or an admin's to cancel, one that is over nobody's */
export const assertCancellable = (
  appointment: Appointment,
  acting: Acting,
  now: Date,
  margins: Margins,
): void => {
  const goesOn = appointment.status === 'IN_PROGRESS' && acting !== 'patient';
  const over = joinWindow(appointment, margins).closesAt <= now;
  if (!(isOpen(appointment) || goesOn) || over) throw new Problem('not_changeable');
};
