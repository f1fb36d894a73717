import ICAL from 'ical.js';
import nodeIcal from 'node-ical';

/** Somebody in an entry; the address is without its scheme, its percent-encoding taken back. */
export interface ReadAttendee {
  address: string;
  name: string;
  role: string;
  status: string;
  rsvp: string;
}

/** An entry as a calendar has read it; instants as ISO 8601. */
export interface ReadEntry {
  uid: string;
  start: string;
  end: string;
  summary: string;
  sequence: number;
  status: string;
  location: string;
  description: string;
  url: string;
  /** The organizer's address; empty for none. */
  organizer: string;
  attendees: ReadAttendee[];
}

/** A calendar as both of two readers that know nothing of each other have it. */
export interface ReadCalendar {
  method: string;
  name: string;
  entries: ReadEntry[];
}

const utc = (at: Date): string => at.toISOString().replace('.000Z', 'Z');

const addressOf = (uri: string): string => decodeURIComponent(uri.replace(/^mailto:/i, ''));

/** @param parameter gives the value of a parameter by its name, in capitals */
const attendeeOf = (uri: string, parameter: (name: string) => unknown): ReadAttendee => {
  const textOf = (name: string): string => String(parameter(name) ?? '');
  return {
    address: addressOf(uri),
    name: textOf('CN'),
    role: textOf('ROLE'),
    status: textOf('PARTSTAT'),
    rsvp: textOf('RSVP').toUpperCase(),
  };
};

const byIcalJs = (text: string): ReadCalendar => {
  const root = new ICAL.Component(ICAL.parse(text));
  const textOf = (component: ICAL.Component, name: string): string =>
    String(component.getFirstPropertyValue(name) ?? '');
  return {
    method: textOf(root, 'method'),
    // It leaves the text of an X-… property as it stands.
    name: textOf(root, 'x-wr-calname').replaceAll(/\\([\\,;])/g, '$1'),
    entries: root.getAllSubcomponents('vevent').map((component) => {
      const event = new ICAL.Event(component);
      return {
        uid: event.uid,
        start: utc(event.startDate.toJSDate()),
        end: utc(event.endDate.toJSDate()),
        summary: event.summary,
        sequence: event.sequence,
        status: textOf(component, 'status'),
        location: event.location,
        description: event.description,
        url: textOf(component, 'url'),
        organizer: addressOf(textOf(component, 'organizer')),
        attendees: component
          .getAllProperties('attendee')
          .map((property) =>
            attendeeOf(String(property.getFirstValue()), (name) => property.getParameter(name.toLowerCase())),
          ),
      };
    }),
  };
};

/** It gives a value with parameters as an object, and one without as it is. */
const plain = (read: unknown): string =>
  typeof read === 'object' && read !== null && 'val' in read ? String(read.val) : String(read ?? '');

/** It gives one attendee as an object and several as a list, and leaves quotes around a name as they stand. */
const attendeesOf = (read: unknown): ReadAttendee[] =>
  [read ?? []].flat().map((one: object) => {
    const given: object = Reflect.get(one, 'params') ?? {};
    return attendeeOf(plain(one), (name) => {
      const value: unknown = Reflect.get(given, name);
      return typeof value === 'string' ? value.replaceAll('"', '') : value;
    });
  });

const byNodeIcal = (text: string): ReadCalendar => {
  const read = nodeIcal.sync.parseICS(text);
  const events = Object.values(read).filter((part) => part?.type === 'VEVENT');
  const about: object = read['vcalendar'] ?? {};
  return {
    method: plain(Reflect.get(about, 'method')),
    name: plain(Reflect.get(about, 'WR-CALNAME')),
    entries: events.map((event) => ({
      uid: event.uid,
      start: utc(event.start),
      end: event.end ? utc(event.end) : '',
      summary: plain(event.summary),
      sequence: Number(event.sequence),
      status: String(event.status),
      location: plain(event.location),
      description: plain(event.description),
      url: plain(event.url),
      organizer: addressOf(plain(event.organizer)),
      attendees: attendeesOf(event.attendee),
    })),
  };
};

export const CALENDAR_READERS = [
  { name: 'ical.js', read: byIcalJs },
  { name: 'node-ical', read: byNodeIcal },
] as const;

/** The names of everything in a calendar, in order, lines unfolded as RFC 5545 §3.1 says and nothing else done. */
export const namesIn = (text: string): string[] =>
  text
    .replaceAll(/\r\n[ \t]/g, '')
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line) => (/^(BEGIN|END):/.test(line) ? line : (/^[^:;]*/.exec(line)?.[0] ?? '')));

/** What RFC 5545 §3.1 asks of the bytes, in words; empty when all is well. */
export const faultsOfBytes = (text: string): string[] => {
  const bytes = Buffer.from(text);
  const faults: string[] = [];
  if (!text.endsWith('\r\n')) faults.push('the last line is open');
  const lines = text.split('\r\n').slice(0, -1);
  if (/[\r\n]/.test(lines.join(''))) faults.push('CR or LF alone');
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(lines.join(''))) faults.push('a control character');
  let at = 0;
  for (const line of lines) {
    const length = Buffer.byteLength(line);
    if (length > 75) faults.push(`${length} bytes: ${line}`);
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(at, at + length));
    } catch {
      faults.push(`cut within a character: ${line}`);
    }
    at += length + 2;
  }
  if (bytes.toString() !== text) faults.push('not well-formed');
  return faults;
};
