import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CALENDAR_READERS, faultsOfBytes, namesIn } from '../../test/calendar-readers.ts';
import {
  anythingTyped,
  clinicOfCalendar,
  LINK_OF_VISIT,
  MAIL_OF_CLINIC,
  sideOfVisit,
  VISIT_ID,
  visitOfCalendar,
} from '../../test/calendar-visit.ts';
import { contractsOrSkip } from '../../test/vendors/contracts.ts';
import type { Appointment } from './appointment.ts';
import { visitFile } from './published-calendar.ts';
import { visitInvite } from './visit-invite.ts';

const BOOKED_AT = new Date('2027-03-01T07:00:00Z');
const MOVED_AT = new Date('2027-03-02T08:00:00Z');
const CANCELLED_AT = new Date('2027-03-03T09:00:00Z');

const clinic = clinicOfCalendar(MAIL_OF_CLINIC);
const patient = { id: 'patient-id', locale: 'en' } as const;
const doctor = { id: 'doctor-id', locale: 'en' } as const;
const priya = { email: 'priya@home.test', name: 'Priya Raman' };

const inviteOf = (
  given: Partial<Appointment>,
  now = BOOKED_AT,
  reader: typeof patient | typeof doctor = patient,
) => visitInvite({ clinic, reader, now }, visitOfCalendar(given), priya);

const later = { startsAt: new Date('2027-03-30T09:00:00Z'), endsAt: new Date('2027-03-30T09:45:00Z') };
const booking = () => inviteOf({});
const moving = () => inviteOf({ ...later, version: 2 }, MOVED_AT);
const cancellation = () => inviteOf({ ...later, version: 3, status: 'CANCELLED' }, CANCELLED_AT);

/** The lines of a calendar, unfolded. */
const linesOf = (ics: string): string[] => ics.replaceAll('\r\n ', '').split('\r\n');

describe.each(CALENDAR_READERS)('the invites of a visit, read by $name', ({ read }) => {
  const common = {
    uid: `${VISIT_ID}@visits.test`,
    location: LINK_OF_VISIT,
    url: LINK_OF_VISIT,
    organizer: 'visits@clinic.test',
    attendees: [
      {
        address: 'priya@home.test',
        name: 'Priya Raman',
        role: 'REQ-PARTICIPANT',
        status: 'ACCEPTED',
        rsvp: 'FALSE',
      },
    ],
  };

  it.each([
    ['booking', booking, 'REQUEST', 0, 'CONFIRMED', '2027-03-28T00:30:00Z', '2027-03-28T01:15:00Z'],
    ['move', moving, 'REQUEST', 1, 'CONFIRMED', '2027-03-30T09:00:00Z', '2027-03-30T09:45:00Z'],
    ['cancellation', cancellation, 'CANCEL', 2, 'CANCELLED', '2027-03-30T09:00:00Z', '2027-03-30T09:45:00Z'],
  ] as const)('are one entry; that of a %s', (_name, invite, method, sequence, status, start, end) => {
    const { method: told, ics } = invite();
    expect(told).toBe(method);
    expect(read(ics)).toMatchObject({ method, entries: [{ ...common, sequence, status, start, end }] });
    expect(read(ics).entries).toHaveLength(1);
  });

  it('are the entry of the file and the feed', () => {
    const published = { clinic, reader: patient, now: BOOKED_AT };
    const [inFile] = read(visitFile(published, visitOfCalendar())).entries;
    const [invited] = read(booking().ics).entries;
    expect(inFile?.attendees).toEqual([]);
    expect(invited).toEqual({ ...inFile, attendees: common.attendees });
  });

  it('keep an address with characters that mean something elsewhere', () => {
    const email = "o'h+a?b#c%40&d=e/f@home.test";
    const { ics } = visitInvite({ clinic, reader: patient, now: BOOKED_AT }, visitOfCalendar(), {
      email,
      name: '',
    });
    expect(read(ics).entries[0]?.attendees).toMatchObject([{ address: email, name: email }]);
    expect(linesOf(ics).join('\n')).toMatch(/:mailto:o'h\+a%3Fb%23c%2540%26d%3De%2Ff@home\.test\n/i);
  });
});

describe('the bytes of an invite', () => {
  it.each([
    ['booking', booking],
    ['move', moving],
    ['cancellation', cancellation],
  ])('of a %s are as they should be', (_name, invite) => {
    const { method, ics } = invite();
    expect(faultsOfBytes(ics)).toEqual([]);
    expect(linesOf(ics).filter((line) => line.startsWith('METHOD'))).toEqual([`METHOD:${method}`]);
    expect(ics).not.toMatch(/VALARM|VTIMEZONE|TZID/);
  });

  it('are, for a move, exactly these', () => {
    expect(moving().ics.split('\r\n')).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Anteroom//Visits//EN',
      'METHOD:REQUEST',
      'BEGIN:VEVENT',
      `UID:${VISIT_ID}@visits.test`,
      'SEQUENCE:1',
      'DTSTAMP:20270302T080000Z',
      'DTSTART:20270330T090000Z',
      'DTEND:20270330T094500Z',
      'SUMMARY:Video visit with Dr Anita Rao',
      'LOCATION:https://visits.test/appointments/019bfd1c-0000-7000-8000-00000000',
      ' 0001/video',
      'DESCRIPTION:Join here: https://visits.test/appointments/019bfd1c-0000-7000',
      ' -8000-000000000001/video',
      'ORGANIZER;CN="Clinica Sol":mailto:visits@clinic.test',
      'ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE;CN="Priya Raman',
      ' ":MAILTO:priya@home.test',
      'URL;VALUE=URI:https://visits.test/appointments/019bfd1c-0000-7000-8000-000',
      ' 000000001/video',
      'STATUS:CONFIRMED',
      'LAST-MODIFIED:20270202T070000Z',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ]);
  });

  it('rise in sequence and time, and keep one id', () => {
    const each = (name: string) =>
      [booking(), moving(), cancellation()].map(({ ics }) =>
        linesOf(ics).find((line) => line.startsWith(name)),
      );
    expect(new Set(each('UID:')).size).toBe(1);
    expect(each('SEQUENCE:')).toEqual(['SEQUENCE:0', 'SEQUENCE:1', 'SEQUENCE:2']);
    expect(each('DTSTAMP:')).toEqual([
      'DTSTAMP:20270301T070000Z',
      'DTSTAMP:20270302T080000Z',
      'DTSTAMP:20270303T090000Z',
    ]);
  });

  it.each([patient, doctor])('tell $id no reason, no room and nobody’s address but their own', (reader) => {
    for (const status of ['SCHEDULED', 'CONFIRMED', 'CANCELLED'] as const)
      expect(linesOf(inviteOf({ status }, BOOKED_AT, reader).ics).join('\n')).not.toMatch(
        /private|planted|apt-1001/,
      );
  });
});

describe('who was asked for a visit', () => {
  const lineOf = (status: Appointment['status'], reader: typeof patient | typeof doctor) =>
    linesOf(inviteOf({ status }, BOOKED_AT, reader).ics).join('\n');

  it('has said yes to it as far as they have', () => {
    expect(lineOf('SCHEDULED', patient)).toMatch(/PARTSTAT=ACCEPTED(.|\n)*\nSTATUS:TENTATIVE\n/);
    expect(lineOf('SCHEDULED', doctor)).toMatch(/PARTSTAT=TENTATIVE(.|\n)*\nSTATUS:TENTATIVE\n/);
    expect(lineOf('CONFIRMED', doctor)).toMatch(/PARTSTAT=ACCEPTED(.|\n)*\nSTATUS:CONFIRMED\n/);
  });
});

describe('the organizer', () => {
  it.each([
    [{}, 'visits@visits.test'],
    [{ PUBLIC_URL: 'http://localhost:3000' }, 'visits@localhost'],
    [{ ...MAIL_OF_CLINIC, MAIL_FROM: 'a,b@clinic.test' }, 'a%2Cb@clinic.test'],
  ])('is there whatever is configured (%j)', (env, address) => {
    const published = { clinic: clinicOfCalendar(env), reader: patient, now: BOOKED_AT };
    const { ics } = visitInvite(published, visitOfCalendar(), priya);
    expect(linesOf(ics)).toContain(`ORGANIZER;CN="Clinica Sol":mailto:${address}`);
  });
});

describe('whatever people and clinics are called', () => {
  interface Typed {
    name: string;
    email: string;
    other: string;
    appName: string;
  }
  const invited = ({ name, email, other, appName }: Typed, status: Appointment['status']): string =>
    visitInvite(
      { clinic: { ...clinic, appName }, reader: patient, now: BOOKED_AT },
      visitOfCalendar({
        status,
        doctor: sideOfVisit('doctor-id', 'doctor', other, 'Rao'),
        sessionType: 'in_person',
        reason: name,
        cancelReason: name,
      }),
      { name, email },
    ).ics;
  const typed = (text: typeof anythingTyped) =>
    fc.record({
      name: text,
      email: text.map((some) => `x${some}@home.test`),
      other: text,
      appName: text.map((some) => `y${some}`),
    });
  const expected = namesIn(invited({ name: 'A', email: 'a@b', other: 'A', appName: 'A' }, 'CONFIRMED'));

  it('adds no line, component, property or attendee', () => {
    fc.assert(
      fc.property(typed(anythingTyped), fc.constantFrom('CONFIRMED', 'CANCELLED'), (people, status) => {
        const ics = invited(people, status);
        expect(namesIn(ics)).toEqual(expected);
        expect(faultsOfBytes(ics)).toEqual([]);
        for (const { read } of CALENDAR_READERS) {
          const [entry, ...others] = read(ics).entries;
          expect(others).toEqual([]);
          expect(entry?.organizer).toBe('visits@clinic.test');
          expect(entry?.attendees).toMatchObject([{ status: 'ACCEPTED', rsvp: 'FALSE' }]);
          expect(entry?.attendees[0]?.address).toMatch(/^x.*@home\.test$/);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('is read alike by both', () => {
    // One of them takes an escaped backslash before an n for a new line, and does not know RFC 6868.
    const readable = anythingTyped.map((text) => text.replaceAll(/[\\^]/g, ''));
    fc.assert(
      fc.property(typed(readable), (people) => {
        const ics = invited({ ...people, name: `n${people.name}` }, 'CONFIRMED');
        const [one, other] = CALENDAR_READERS.map(({ read }) => read(ics));
        expect(one?.entries[0]?.attendees[0]?.name).toMatch(/^n/);
        expect(other).toEqual(one);
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    ['Ana\r\nATTENDEE:mailto:eve@evil.test', 'Ana ATTENDEE:mailto:eve@evil.test'],
    ['Ana";RSVP=TRUE;X="', `Ana',RSVP=TRUE,X='`],
    ['Ana\\n:\\;:^', 'Ana/n:/,:^^'],
    ['Ana\u2028\uD83D:x, y; z', 'Ana \uFFFD:x, y, z'],
    ['á😀'.repeat(500), 'á😀'.repeat(500)],
  ])('stays in its quotes: %#', (name, written) => {
    const ics = invited({ name, email: 'a@home.test', other: name, appName: name }, 'CONFIRMED');
    expect(linesOf(ics)).toContain(
      `ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE;CN="${written}":MAILTO:a@home.test`,
    );
    expect(faultsOfBytes(ics)).toEqual([]);
    expect(namesIn(ics)).toEqual(expected);
  });
});

contractsOrSkip('invites of a booking, a move and a cancellation', (folder) => {
  /** Names of the entry's own properties; what is kept out on purpose left aside. */
  const propertiesOf = (ics: string): string[] =>
    namesIn(ics.replaceAll(/BEGIN:(VALARM|VTIMEZONE)[\s\S]*?END:\1\r\n/g, '')).filter(
      (name) => !['CALSCALE', 'TRANSP'].includes(name),
    );

  it.each([
    ['1-request.ics', booking],
    ['2-update.ics', moving],
    ['3-cancel.ics', cancellation],
  ])('have what the example %s has', (file, invite) => {
    const example = readFileSync(join(folder, 'ics', file), 'utf8').replaceAll(/\r?\n/g, '\r\n');
    const { ics } = invite();
    expect(propertiesOf(ics)).toEqual(expect.arrayContaining(propertiesOf(example)));
    for (const { read } of CALENDAR_READERS) {
      const [theirs, ours] = [read(example), read(ics)];
      const shape = ({ method, entries }: typeof ours) => [
        method,
        ...entries.map(({ sequence, status, attendees }) => [sequence, status, attendees.length]),
      ];
      expect(shape(ours)).toEqual(shape(theirs));
    }
  });
});
