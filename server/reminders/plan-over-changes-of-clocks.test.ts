import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { plan } from './plan.ts';

const MINUTE_MS = 60_000;
const BERLIN = 'Europe/Berlin';
const NEW_YORK = 'America/New_York';
const LORD_HOWE = 'Australia/Lord_Howe';
const KOLKATA = 'Asia/Kolkata';

/** What a clock in the zone shows, and by how much it is ahead: `2026-11-20T10:00+01:00`. */
const shown = (instant: Date, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timeZone)
    .toString({ smallestUnit: 'minute', timeZoneName: 'never' });

/** The plan as it is read: `hour 2026-11-20T10:00+01:00`. */
const told = (start: string, { timeZone = 'UTC', now = '2000-01-01T00:00Z' } = {}): string[] => {
  const startsAt = new Date(start);
  const endsAt = new Date(startsAt.getTime() + 30 * MINUTE_MS);
  const reader = { timeZone, quietHours: null };
  return plan({ startsAt, endsAt, status: 'CONFIRMED' }, reader, new Date(now)).map(
    ({ kind, dueAt }) => `${kind.replace('reminder_', '')} ${shown(dueAt, timeZone)}`,
  );
};

describe('hours are hours that pass, whatever the clocks do:', () => {
  const changes: [string, string, string, string[]][] = [
    [
      'the morning after New York goes forward, the day before shows an hour less',
      NEW_YORK,
      '2026-03-08T10:00-04:00',
      ['day 2026-03-07T09:00-05:00', 'hour 2026-03-08T09:00-04:00', 'quarter 2026-03-08T09:45-04:00'],
    ],
    [
      'right after New York goes forward, an hour before is on the other side',
      NEW_YORK,
      '2026-03-08T03:10-04:00',
      ['day 2026-03-07T02:10-05:00', 'hour 2026-03-08T01:10-05:00', 'quarter 2026-03-08T01:55-05:00'],
    ],
    [
      'the morning after New York goes back, the day before shows an hour more',
      NEW_YORK,
      '2026-11-01T10:00-05:00',
      ['day 2026-10-31T11:00-04:00', 'hour 2026-11-01T09:00-05:00', 'quarter 2026-11-01T09:45-05:00'],
    ],
    [
      'in the second 01:30 of New York, an hour before is the first',
      NEW_YORK,
      '2026-11-01T01:30-05:00',
      ['day 2026-10-31T02:30-04:00', 'hour 2026-11-01T01:30-04:00', 'quarter 2026-11-01T01:15-05:00'],
    ],
    [
      'the morning after Berlin goes forward, the day before shows an hour less',
      BERLIN,
      '2026-03-29T10:00+02:00',
      ['day 2026-03-28T09:00+01:00', 'hour 2026-03-29T09:00+02:00', 'quarter 2026-03-29T09:45+02:00'],
    ],
    [
      'right after Berlin goes forward, an hour before is on the other side',
      BERLIN,
      '2026-03-29T03:10+02:00',
      ['day 2026-03-28T02:10+01:00', 'hour 2026-03-29T01:10+01:00', 'quarter 2026-03-29T01:55+01:00'],
    ],
    [
      'the morning after Berlin goes back, the day before shows an hour more',
      BERLIN,
      '2026-10-25T10:00+01:00',
      ['day 2026-10-24T11:00+02:00', 'hour 2026-10-25T09:00+01:00', 'quarter 2026-10-25T09:45+01:00'],
    ],
    [
      'in the second 02:30 of Berlin, an hour before is the first',
      BERLIN,
      '2026-10-25T02:30+01:00',
      ['day 2026-10-24T03:30+02:00', 'hour 2026-10-25T02:30+02:00', 'quarter 2026-10-25T02:15+01:00'],
    ],
    [
      'Lord Howe goes back by half an hour',
      LORD_HOWE,
      '2026-04-05T10:00+10:30',
      ['day 2026-04-04T10:30+11:00', 'hour 2026-04-05T09:00+10:30', 'quarter 2026-04-05T09:45+10:30'],
    ],
    [
      'Lord Howe goes forward by half an hour',
      LORD_HOWE,
      '2026-10-04T10:00+11:00',
      ['day 2026-10-03T09:30+10:30', 'hour 2026-10-04T09:00+11:00', 'quarter 2026-10-04T09:45+11:00'],
    ],
    [
      'Kolkata never changes its clocks',
      KOLKATA,
      '2026-03-29T10:00+05:30',
      ['day 2026-03-28T10:00+05:30', 'hour 2026-03-29T09:00+05:30', 'quarter 2026-03-29T09:45+05:30'],
    ],
  ];
  test.each(changes)('%s', (_, timeZone, start, expected) => {
    expect(told(start, { timeZone })).toEqual(expected);
  });

  const sameTimeNextDay: [string, string, string, string, string[]][] = [
    ['23 hours in New York in March', NEW_YORK, '2026-03-07T10:00-05:00', '2026-03-08T10:00-04:00', []],
    ['23 hours in Berlin in March', BERLIN, '2026-03-28T10:00+01:00', '2026-03-29T10:00+02:00', []],
    [
      '25 hours in New York in November',
      NEW_YORK,
      '2026-10-31T10:00-04:00',
      '2026-11-01T10:00-05:00',
      ['day 2026-10-31T11:00-04:00'],
    ],
    [
      '25 hours in Berlin in October',
      BERLIN,
      '2026-10-24T10:00+02:00',
      '2026-10-25T10:00+01:00',
      ['day 2026-10-24T11:00+02:00'],
    ],
    [
      '24 and a half hours on Lord Howe in April',
      LORD_HOWE,
      '2026-04-04T10:00+11:00',
      '2026-04-05T10:00+10:30',
      ['day 2026-04-04T10:30+11:00'],
    ],
    [
      '23 and a half hours on Lord Howe in October',
      LORD_HOWE,
      '2026-10-03T10:00+10:30',
      '2026-10-04T10:00+11:00',
      [],
    ],
    ['24 hours in Kolkata, which is now', KOLKATA, '2026-03-28T10:00+05:30', '2026-03-29T10:00+05:30', []],
  ];
  test.each(sameTimeNextDay)('the same time of the next day is %s', (_, timeZone, now, start, day) => {
    expect(told(start, { timeZone, now }).filter((each) => each.startsWith('day'))).toEqual(day);
  });
});

describe('a visit that is moved', () => {
  const moves: [string, string, string, string, string][] = [
    [
      'from New York’s winter into its summer',
      NEW_YORK,
      '2026-03-06T10:00-05:00',
      '2026-03-08T10:00-04:00',
      '09:00-05:00',
    ],
    [
      'from New York’s summer back into its winter',
      NEW_YORK,
      '2026-03-09T10:00-04:00',
      '2026-03-07T10:00-05:00',
      '10:00-05:00',
    ],
    [
      'from Berlin’s summer into its winter',
      BERLIN,
      '2026-10-24T10:00+02:00',
      '2026-10-25T10:00+01:00',
      '11:00+02:00',
    ],
    [
      'from Berlin’s winter back into its summer',
      BERLIN,
      '2026-10-26T10:00+01:00',
      '2026-10-24T10:00+02:00',
      '10:00+02:00',
    ],
    [
      'over the half hour of Lord Howe',
      LORD_HOWE,
      '2026-04-04T10:00+11:00',
      '2026-04-05T10:00+10:30',
      '10:30+11:00',
    ],
  ];
  test.each(moves)(
    '%s keeps its time of day, and is told of 24 hours before it',
    (_, timeZone, from, to, day) => {
      const timeOfDay = (start: string): string => shown(new Date(start), timeZone).slice(11, 16);
      expect(timeOfDay(to)).toBe(timeOfDay(from));
      expect(told(from, { timeZone })[0]).toMatch(/T10:00/);
      const dayBefore = new Date(Date.parse(to) - 24 * 60 * MINUTE_MS);
      expect(told(to, { timeZone })[0]).toBe(`day ${shown(dayBefore, timeZone)}`);
      expect(told(to, { timeZone })[0]).toContain(`T${day}`);
    },
  );
});

describe('the day before', () => {
  const leaps: [string, string, string, string][] = [
    ['1 March of a leap year is 29 February', 'UTC', '2028-03-01T10:00Z', 'day 2028-02-29T10:00+00:00'],
    ['1 March of a common year is 28 February', 'UTC', '2027-03-01T10:00Z', 'day 2027-02-28T10:00+00:00'],
    ['1 March of 2100 is 28 February', 'UTC', '2100-03-01T10:00Z', 'day 2100-02-28T10:00+00:00'],
    ['29 February is 28 February', 'UTC', '2028-02-29T10:00Z', 'day 2028-02-28T10:00+00:00'],
    [
      '1 March in Kolkata is 29 February there',
      KOLKATA,
      '2028-03-01T00:10+05:30',
      'day 2028-02-29T00:10+05:30',
    ],
    ['1 January is 31 December', NEW_YORK, '2027-01-01T10:00-05:00', 'day 2026-12-31T10:00-05:00'],
  ];
  test.each(leaps)('%s', (_, timeZone, start, expected) => {
    expect(told(start, { timeZone })[0]).toBe(expected);
  });

  test('1 March of a leap year begins in the last hour of 29 February', () => {
    expect(told('2028-03-01T00:10Z').slice(1)).toEqual([
      'hour 2028-02-29T23:10+00:00',
      'quarter 2028-02-29T23:55+00:00',
    ]);
  });
});
