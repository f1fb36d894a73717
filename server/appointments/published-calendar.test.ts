import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Locale } from '../../contract/primitives.ts';
import { CALENDAR_READERS, faultsOfBytes, namesIn } from '../../test/calendar-readers.ts';
import {
  anythingTyped as anything,
  clinicOfCalendar as clinic,
  VISIT_ID as ID,
  LINK_OF_VISIT as LINK,
  MAIL_OF_CLINIC as MAIL,
  sideOfVisit as side,
  visitOfCalendar as visit,
} from '../../test/calendar-visit.ts';
import type { Appointment } from './appointment.ts';
import { visitFile, visitsFeed } from './published-calendar.ts';

const NOW = new Date('2027-03-01T07:00:00Z');
const reader = (id: string, locale: Locale = 'en') => ({ id, locale });
const patient = reader('patient-id');

const fileOf = (given: Partial<Appointment> = {}, of = patient, env: Record<string, string> = {}): string =>
  visitFile({ clinic: clinic(env), reader: of, now: NOW }, visit(given));

const TITLES: [Locale, 'patient-id' | 'doctor-id' | 'admin-id', string][] = [
  ['en', 'patient-id', 'Video visit with Dr Anita Rao'],
  ['en', 'doctor-id', 'Video visit with Priya Raman'],
  ['en', 'admin-id', 'Video visit with Priya Raman and Dr Anita Rao'],
  ['hi', 'patient-id', 'डॉ. Anita Rao के साथ वीडियो मुलाक़ात'],
  ['ur', 'patient-id', 'ڈاکٹر Anita Rao کے ساتھ ویڈیو ملاقات'],
  ['es', 'patient-id', 'Videoconsulta con Dr(a). Anita Rao'],
];

describe.each(CALENDAR_READERS)('a visit as a file, read by $name', ({ read }) => {
  it.each(TITLES)('says in %s whom %s meets', (locale, id, summary) => {
    const text = fileOf({}, reader(id, locale));
    expect(read(text)).toMatchObject({
      method: 'PUBLISH',
      entries: [
        {
          uid: `${ID}@visits.test`,
          start: '2027-03-28T00:30:00Z',
          end: '2027-03-28T01:15:00Z',
          summary,
          sequence: 0,
          status: 'CONFIRMED',
          location: LINK,
          description: expect.stringContaining(LINK),
          url: LINK,
        },
      ],
    });
    expect(faultsOfBytes(text)).toEqual([]);
  });

  it('stays one entry with a higher sequence, and says so when it is cancelled', () => {
    const [moved] = read(fileOf({ version: 2 })).entries;
    const [cancelled] = read(fileOf({ version: 3, status: 'CANCELLED' })).entries;
    expect(moved).toMatchObject({ uid: `${ID}@visits.test`, sequence: 1, status: 'CONFIRMED' });
    expect(cancelled).toMatchObject({
      uid: `${ID}@visits.test`,
      sequence: 2,
      status: 'CANCELLED',
      summary: 'Cancelled: Video visit with Dr Anita Rao',
    });
  });

  it.each([
    ['SCHEDULED', 'TENTATIVE'],
    ['IN_PROGRESS', 'CONFIRMED'],
    ['COMPLETED', 'CONFIRMED'],
    ['NO_SHOW', 'CONFIRMED'],
  ] as const)('is, where it is %s, %s', (status, said) => {
    expect(read(fileOf({ status })).entries[0]?.status).toBe(said);
  });

  it('leads to the clinic where it is in person', () => {
    expect(read(fileOf({ sessionType: 'in_person' })).entries[0]).toMatchObject({
      summary: 'Visit with Dr Anita Rao',
      location: 'Clinica Sol',
      url: 'https://visits.test/',
      description: 'Your visits: https://visits.test/',
    });
  });

  it('calls who has no name by their part', () => {
    const nameless = side('doctor-id', 'doctor', '', '\u202E ');
    expect(read(fileOf({ doctor: nameless })).entries[0]?.summary).toBe('Video visit with the doctor');
  });

  it('keeps the address of a page below a path with a comma and a semicolon', () => {
    const text = fileOf({}, patient, { PUBLIC_URL: 'https://visits.test/a,b;c/' });
    const path = `/appointments/${ID}/video`;
    expect(read(text).entries[0]).toMatchObject({
      url: `https://visits.test/a%2Cb%3Bc${path}`,
      location: `https://visits.test/a,b;c${path}`,
    });
  });

  it('has in a feed a name and all visits', () => {
    const others = [visit(), visit({ id: ID.replace(/1$/, '2'), status: 'CANCELLED', version: 2 })];
    const text = visitsFeed(
      { clinic: clinic({ APP_NAME: 'Sol, y; \\ Mar' }), reader: patient, now: NOW },
      others,
    );
    expect(read(text)).toMatchObject({
      method: 'PUBLISH',
      name: 'Sol, y; \\ Mar visits',
      entries: [{ status: 'CONFIRMED' }, { status: 'CANCELLED' }],
    });
  });
});

describe('the text of a calendar', () => {
  it('is, for one visit, exactly this', () => {
    const text = fileOf({ version: 2 }, patient, MAIL);
    expect(text.split('\r\n')).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Anteroom//Visits//EN',
      'METHOD:PUBLISH',
      'BEGIN:VEVENT',
      `UID:${ID}@visits.test`,
      'SEQUENCE:1',
      'DTSTAMP:20270301T070000Z',
      'DTSTART:20270328T003000Z',
      'DTEND:20270328T011500Z',
      'SUMMARY:Video visit with Dr Anita Rao',
      'LOCATION:https://visits.test/appointments/019bfd1c-0000-7000-8000-00000000',
      ' 0001/video',
      'DESCRIPTION:Join here: https://visits.test/appointments/019bfd1c-0000-7000',
      ' -8000-000000000001/video',
      'ORGANIZER;CN="Clinica Sol":mailto:visits@clinic.test',
      'URL;VALUE=URI:https://visits.test/appointments/019bfd1c-0000-7000-8000-000',
      ' 000000001/video',
      'STATUS:CONFIRMED',
      'LAST-MODIFIED:20270202T070000Z',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ]);
  });

  it('names nobody who sends no mail', () => {
    expect(namesIn(fileOf())).not.toContain('ORGANIZER');
    expect(fileOf({}, patient, { ...MAIL, MAIL_FROM: 'visits@clinic.test' })).toContain(
      ':mailto:visits@clinic.test\r\n',
    );
    expect(fileOf({}, patient, { ...MAIL, MAIL_FROM: 'a,b@clinic.test' })).toContain(
      ':mailto:a%2Cb@clinic.test\r\n',
    );
  });

  it('goes by the address of a clinic whose name nobody can see', () => {
    expect(fileOf({}, patient, { ...MAIL, APP_NAME: '\u202E' })).toContain('CN="visits@clinic.test":');
  });

  it.each(['patient-id', 'doctor-id', 'admin-id'])('tells %s no reason and nobody’s own address', (id) => {
    const text = visitsFeed({ clinic: clinic(MAIL), reader: reader(id), now: NOW }, [
      visit(),
      visit({ status: 'CANCELLED' }),
    ]).replaceAll('\r\n ', '');
    expect(text).not.toMatch(/private|planted|apt-1001|ATTENDEE|VALARM/);
  });

  it('escapes the name of the calendar, which is made of the clinic’s', () => {
    const sol = clinic({ APP_NAME: 'Sol, y; \\ Mar' });
    const text = visitsFeed({ clinic: sol, reader: patient, now: NOW }, []);
    expect(text).toContain(
      '\r\nNAME:Sol\\, y\\; \\\\ Mar visits\r\nX-WR-CALNAME:Sol\\, y\\; \\\\ Mar visits\r\n',
    );
  });

  it('asks a calendar that subscribes to look once an hour', () => {
    const text = visitsFeed({ clinic: clinic(), reader: patient, now: NOW }, []);
    expect(text.split('\r\n')).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Anteroom//Visits//EN',
      'METHOD:PUBLISH',
      'NAME:Clinica Sol visits',
      'X-WR-CALNAME:Clinica Sol visits',
      'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
      'X-PUBLISHED-TTL:PT1H',
      'END:VCALENDAR',
      '',
    ]);
  });
});

describe('whatever people and clinics are called', () => {
  const calendarOf = (firstName: string, appName: string): string =>
    visitsFeed({ clinic: { ...clinic(MAIL), appName }, reader: patient, now: NOW }, [
      visit({ doctor: side('doctor-id', 'doctor', firstName, 'Rao'), sessionType: 'in_person' }),
    ]);

  it('adds no line, component or property', () => {
    const expected = namesIn(calendarOf('A', 'A'));
    fc.assert(
      fc.property(anything, anything, (name, appName) => {
        const text = calendarOf(name, `y${appName}`);
        expect(namesIn(text)).toEqual(expected);
        expect(faultsOfBytes(text)).toEqual([]);
        for (const { read } of CALENDAR_READERS) expect(read(text).entries).toHaveLength(1);
      }),
      { numRuns: 400 },
    );
  });

  it('is read alike by both', () => {
    // One of them takes an escaped backslash before an n for a new line.
    const readable = anything.map((text) => text.replaceAll('\\', ''));
    fc.assert(
      fc.property(readable, readable, (name, appName) => {
        const text = calendarOf(`x${name}`, `y${appName}`);
        const [one, other] = CALENDAR_READERS.map(({ read }) => read(text));
        expect(one?.entries[0]?.summary).toMatch(/^Visit with Dr x.*Rao$/);
        expect(other).toEqual(one);
      }),
      { numRuns: 400 },
    );
  });
});
