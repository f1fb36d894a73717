import ical, {
  escape as escapeText,
  type ICalCalendarData,
  ICalCalendarMethod,
  type ICalEventData,
} from 'ical-generator';
import { calendarWords } from '../messages/wording.ts';
import type { Appointment } from './appointment.ts';
import { asOneLine, type ClinicOfCalendar, calendarEntry, type ReaderOfCalendar } from './calendar-entry.ts';

export interface Published {
  clinic: ClinicOfCalendar;
  /** Whose calendar it is: names and language are as this person sees them. */
  reader: ReaderOfCalendar;
  now: Date;
}

/** Both say it: the parameter to who reads only headers (RFC 5545 §8.1), the property to everybody else. */
export const CALENDAR_TYPE = 'text/calendar; charset=utf-8; method=PUBLISH';

/** Seconds between two looks of a calendar that subscribes. */
const REFRESH_SECONDS = 60 * 60;

/** @returns lines of at most 75 bytes, each ended by CRLF; the library leaves the last one open */
export const writeCalendar = (
  now: Date,
  entries: readonly ICalEventData[],
  about: ICalCalendarData & { method: ICalCalendarMethod },
): string => {
  const calendar = ical({ prodId: { company: 'Anteroom', product: 'Visits' }, ...about });
  for (const entry of entries) calendar.createEvent({ ...entry, stamp: now });
  return `${calendar.toString()}\r\n`;
};

const publish = (
  { clinic, reader, now }: Published,
  appointments: readonly Appointment[],
  about: ICalCalendarData,
): string =>
  writeCalendar(
    now,
    appointments.map((appointment) => calendarEntry(clinic, reader, appointment)),
    { ...about, method: ICalCalendarMethod.PUBLISH },
  );

/** One visit, as a file to open in a calendar (RFC 5546 §3.2.1). */
export const visitFile = (published: Published, appointment: Appointment): string =>
  publish(published, [appointment], {});

/** All of these visits, as a calendar to subscribe to. */
export const visitsFeed = (published: Published, appointments: readonly Appointment[]): string => {
  const { clinic, reader } = published;
  const name = asOneLine(calendarWords(reader.locale).name(clinic.appName));
  // The library escapes every text but the calendar's own name.
  return publish(published, appointments, { name: escapeText(name, false), ttl: REFRESH_SECONDS });
};
