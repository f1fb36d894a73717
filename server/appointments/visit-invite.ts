import {
  type ICalAttendeeData,
  ICalAttendeeStatus,
  ICalCalendarMethod,
  type ICalOrganizer,
} from 'ical-generator';
import type { Invite } from '../messages/messenger.ts';
import { type Appointment, sideOf } from './appointment.ts';
import {
  asMailto,
  asParameter,
  type ClinicOfCalendar,
  calendarEntry,
  type ReaderOfCalendar,
} from './calendar-entry.ts';
import { type Published, writeCalendar } from './published-calendar.ts';

/** Whom the message goes to; the address is not empty. */
interface Invited {
  email: string;
  name: string;
}

/** A request needs an organizer (RFC 5546 §3.2.2), also where nothing can be sent, as in development. */
const substituteOf = ({ appName, publicUrl }: ClinicOfCalendar): ICalOrganizer => {
  const email = `visits@${publicUrl.hostname}`;
  return { name: asParameter(appName, email), email: asMailto(email) };
};

/**
 * The visit is arranged already, and changed on our pages only: a question whether one comes would be answered to
 * nobody. A doctor who has not confirmed a visit has not said yes to it.
 */
const statusOf = (appointment: Appointment, reader: ReaderOfCalendar): ICalAttendeeStatus =>
  appointment.status === 'SCHEDULED' && sideOf(appointment, reader.id) === 'doctor'
    ? ICalAttendeeStatus.TENTATIVE
    : ICalAttendeeStatus.ACCEPTED;

const attendeeOf = ({ email, name }: Invited, status: ICalAttendeeStatus): ICalAttendeeData => ({
  name: asParameter(name, email),
  email: asMailto(email),
  status,
  rsvp: false,
});

/**
 * What an e-mail about a visit gives the reader's calendar to take (RFC 5546 §3.2.2 and §3.2.5): the entry of the
 * file and the feed, with the reader alone as attendee, so that nobody reads the other's address. Booked, moved
 * and confirmed it is a `REQUEST`, cancelled a `CANCEL`. Of two with one `SEQUENCE` the later `now` counts.
 */
export const visitInvite = (
  { clinic, reader, now }: Published,
  appointment: Appointment,
  attendee: Invited,
): Invite => {
  const entry = calendarEntry(clinic, reader, appointment);
  const method = appointment.status === 'CANCELLED' ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST;
  const invitation = {
    ...entry,
    organizer: entry.organizer ?? substituteOf(clinic),
    attendees: [attendeeOf(attendee, statusOf(appointment, reader))],
  };
  return { method, ics: writeCalendar(now, [invitation], { method }) };
};
