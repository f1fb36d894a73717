import { type ICalEventData, ICalEventStatus, type ICalOrganizer } from 'ical-generator';
import type { AppointmentStatus } from '../../contract/appointments.ts';
import type { Config } from '../config.ts';
import type { CalendarWords } from '../messages/wording/language-words.ts';
import { calendarWords } from '../messages/wording.ts';
import { fullName, type Person } from '../people/person.ts';
import { type Appointment, type Side, sideOf } from './appointment.ts';
import { publicAddress } from './present-appointment.ts';

export type ReaderOfCalendar = Pick<Person, 'id' | 'locale'>;
export type ClinicOfCalendar = Pick<Config, 'appName' | 'publicUrl' | 'messages'>;

/** A calendar knows no visit that took place or was missed; both were firm. */
const STATUS: Record<AppointmentStatus, ICalEventStatus> = {
  SCHEDULED: ICalEventStatus.TENTATIVE,
  CONFIRMED: ICalEventStatus.CONFIRMED,
  IN_PROGRESS: ICalEventStatus.CONFIRMED,
  COMPLETED: ICalEventStatus.CONFIRMED,
  NO_SHOW: ICalEventStatus.CONFIRMED,
  CANCELLED: ICalEventStatus.CANCELLED,
};

/** Control characters, separators of lines, and what turns the text around it: some readers end a line there. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]+/gu;

/** What a person typed, as one well-formed line; the library escapes what is left, and nothing of these. */
export const asOneLine = (typed: string): string => typed.toWellFormed().replace(UNSEEN, ' ').trim();

/** What stands in a name for what some readers end a parameter at, though it is in quotes or encoded. */
const LOOK_ALIKES = new Map([
  ['"', "'"],
  [';', ','],
  ['\\', '/'],
]);

/** Who somebody is, for a parameter; by their address where their name shows nothing. */
export const asParameter = (name: string, address: string): string =>
  (asOneLine(name) || asOneLine(address)).replace(/["\\;]/g, (each) => LOOK_ALIKES.get(each) ?? '');

/** The library writes addresses as it does texts, with backslashes before these; in an address they have no meaning. */
const asUri = (address: string): string => address.replace(/[\\,;]/g, encodeURIComponent);

/**
 * An address as it may stand behind `mailto:` (RFC 6068 §2): what is left of it is ASCII, and begins no query,
 * fragment or property. The last `@` is the one between name and host.
 */
export const asMailto = (address: string): string =>
  encodeURIComponent(asOneLine(address))
    .replaceAll('%2B', '+')
    .replace(/%40(?!.*%40)/, '@');

/** The clinic, from the address that its e-mails come from; nobody where it sends none. */
const organizerOf = ({ appName, messages }: ClinicOfCalendar): ICalOrganizer | null => {
  const email = /([^\s<>]+@[^\s<>]+?)>?$/.exec(messages.smtp?.from ?? '')?.[1];
  return email === undefined ? null : { name: asParameter(appName, email), email: asMailto(email) };
};

const nameOf = (side: Side, words: CalendarWords, as: 'doctor' | 'patient'): string => {
  const name = asOneLine(fullName(side));
  if (name === '') return words.nameless[as];
  return as === 'doctor' ? words.doctor(name) : name;
};

/** Whom the reader meets; who takes no part, an admin, sees both. */
const whoOf = (appointment: Appointment, reader: ReaderOfCalendar, words: CalendarWords): string => {
  const doctor = nameOf(appointment.doctor, words, 'doctor');
  const patient = nameOf(appointment.patient, words, 'patient');
  const side = sideOf(appointment, reader.id);
  if (side === null) return words.both(patient, doctor);
  return side === 'doctor' ? patient : doctor;
};

/**
 * A visit as one reader's calendar has it (RFC 5545): who and when and where to go, and nothing else that anybody
 * typed. Nobody's address but the clinic's is in it. Moved and cancelled it stays the same entry, with a higher
 * SEQUENCE; its link leads to the visit whenever it is, while that to the room is another with every move.
 */
export const calendarEntry = (
  clinic: ClinicOfCalendar,
  reader: ReaderOfCalendar,
  appointment: Appointment,
): ICalEventData => {
  const words = calendarWords(reader.locale);
  const { id, sessionType, status } = appointment;
  const isVideo = sessionType === 'telehealth';
  const title = words.title[sessionType](whoOf(appointment, reader, words));
  const link = publicAddress(clinic.publicUrl, isVideo ? `/appointments/${id}/video` : '/');
  return {
    id: `${id}@${clinic.publicUrl.host}`,
    sequence: appointment.version - 1,
    start: appointment.startsAt,
    end: appointment.endsAt,
    lastModified: appointment.updatedAt,
    status: STATUS[status],
    summary: status === 'CANCELLED' ? words.cancelled(title) : title,
    location: isVideo ? link : asOneLine(clinic.appName),
    description: words.open[sessionType](link),
    url: asUri(link),
    organizer: organizerOf(clinic),
  };
};
