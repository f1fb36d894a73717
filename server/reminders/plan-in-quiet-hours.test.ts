import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { plan } from './plan.ts';

const MINUTE_MS = 60_000;
const LONG_AGO = '2026-01-01T00:00Z';

/** The plan as a clock in the zone shows it: `hour 20T21:59+01:00`. */
const told = (start: string, quiet: string, timeZone: string, now: string): string[] => {
  const [from = '', to = ''] = quiet.split('–');
  const startsAt = new Date(start);
  const endsAt = new Date(startsAt.getTime() + 30 * MINUTE_MS);
  const reader = { timeZone, quietHours: { from, to } };
  return plan({ startsAt, endsAt, status: 'CONFIRMED' }, reader, new Date(now)).map(({ kind, dueAt }) => {
    const clock = Temporal.Instant.fromEpochMilliseconds(dueAt.getTime()).toZonedDateTimeISO(timeZone);
    const time = clock.toString({ fractionalSecondDigits: 0, timeZoneName: 'never' });
    return `${kind.replace('reminder_', '')} ${time.slice(8).replace(/:00(?=[+-])/, '')}`;
  });
};

type Row = [requirement: string, quiet: string, start: string, expected: string[]];

describe('quiet hours in Berlin', () => {
  const rows: Row[] = [
    [
      'leave alone what is told by day',
      '22:00–08:00',
      '2026-11-21T12:00+01:00',
      ['day 20T12:00+01:00', 'hour 21T11:00+01:00', 'quarter 21T11:45+01:00'],
    ],
    [
      'hold a reminder until they end',
      '22:00–08:00',
      '2026-11-21T08:30+01:00',
      ['day 20T08:30+01:00', 'hour 21T08:00+01:00', 'quarter 21T08:15+01:00'],
    ],
    [
      'leave alone what is told in the minute of their end',
      '22:00–07:30',
      '2026-11-21T08:30+01:00',
      ['day 20T08:30+01:00', 'hour 21T07:30+01:00', 'quarter 21T08:15+01:00'],
    ],
    [
      'hold what is told in the minute of their beginning',
      '07:30–07:40',
      '2026-11-21T08:30+01:00',
      ['day 20T08:30+01:00', 'hour 21T07:40+01:00', 'quarter 21T08:15+01:00'],
    ],
    [
      'make one of two that would be told at their end, the nearer to the visit',
      '22:00–08:00',
      '2026-11-21T08:10+01:00',
      ['day 20T08:10+01:00', 'quarter 21T08:00+01:00'],
    ],
    [
      'hold one until 5 minutes before the start',
      '22:00–08:00',
      '2026-11-21T08:05+01:00',
      ['day 20T08:05+01:00', 'quarter 21T08:00+01:00'],
    ],
    [
      'have it told a minute before they begin where 4 minutes would be left at their end',
      '22:00–08:00',
      '2026-11-21T08:04+01:00',
      ['day 20T08:04+01:00', 'quarter 20T21:59+01:00'],
    ],
    [
      'have it told before they begin where the visit is within them, after midnight',
      '22:00–08:00',
      '2026-11-21T07:00+01:00',
      ['day 20T08:00+01:00', 'quarter 20T21:59+01:00'],
    ],
    [
      'have it told before they begin where the visit is within them, before midnight',
      '22:00–08:00',
      '2026-11-21T23:30+01:00',
      ['day 21T08:00+01:00', 'quarter 21T21:59+01:00'],
    ],
    [
      'leave the hour alone where only the quarter falls into them',
      '22:00–08:00',
      '2026-11-21T22:30+01:00',
      ['day 21T08:00+01:00', 'hour 21T21:30+01:00', 'quarter 21T21:59+01:00'],
    ],
    [
      'make one of an hour and a quarter that would be told in the same minute before them',
      '22:00–08:00',
      '2026-11-21T22:59+01:00',
      ['day 21T08:00+01:00', 'quarter 21T21:59+01:00'],
    ],
    [
      'never have a quarter told before an hour',
      '22:00–08:00',
      '2026-11-21T22:59:30+01:00',
      ['day 21T08:00+01:00', 'quarter 21T21:59+01:00'],
    ],
    [
      'can be before midnight',
      '20:00–23:00',
      '2026-11-21T23:30+01:00',
      ['day 20T23:30+01:00', 'hour 21T23:00+01:00', 'quarter 21T23:15+01:00'],
    ],
    [
      'can end at midnight',
      '20:00–24:00',
      '2026-11-21T00:30+01:00',
      ['day 20T00:30+01:00', 'hour 21T00:00+01:00', 'quarter 21T00:15+01:00'],
    ],
    [
      'can begin at midnight',
      '00:00–06:00',
      '2026-11-21T06:30+01:00',
      ['day 20T06:30+01:00', 'hour 21T06:00+01:00', 'quarter 21T06:15+01:00'],
    ],
    [
      'can begin at midnight by its other name, and the minute before is the day before',
      '24:00–06:00',
      '2026-11-21T02:00+01:00',
      ['day 20T06:00+01:00', 'quarter 20T23:59+01:00'],
    ],
    [
      'can leave one minute of the day, in which one reminder is told',
      '08:01–08:00',
      '2026-11-21T12:00+01:00',
      ['quarter 21T08:00+01:00'],
    ],
    [
      'end where the clocks skip their end',
      '01:00–02:30',
      '2026-03-29T03:20+02:00',
      ['day 28T02:30+01:00', 'hour 29T03:00+02:00', 'quarter 29T03:05+02:00'],
    ],
    [
      'begin where the clocks skip their beginning',
      '02:30–06:00',
      '2026-03-29T05:00+02:00',
      ['day 28T06:00+01:00', 'quarter 29T01:59+01:00'],
    ],
    [
      'are none in the night that skips them',
      '02:00–03:00',
      '2026-03-29T03:10+02:00',
      ['day 28T03:00+01:00', 'hour 29T01:10+01:00', 'quarter 29T01:55+01:00'],
    ],
    [
      'come again where the clocks repeat them',
      '22:00–02:30',
      '2026-10-25T02:35+01:00',
      ['day 24T03:35+02:00', 'hour 25T02:35+02:00', 'quarter 25T02:30+01:00'],
    ],
    [
      'begin anew where the clocks repeat their beginning',
      '02:30–06:00',
      '2026-10-25T04:30+01:00',
      ['day 24T06:00+02:00', 'quarter 25T02:29+01:00'],
    ],
    [
      'last an hour longer where the clocks repeat one of theirs',
      '01:00–06:00',
      '2026-10-25T02:30+01:00',
      ['day 24T06:00+02:00', 'quarter 25T00:59+02:00'],
    ],
  ];
  test.each(rows)('%s', (_, quiet, start, expected) => {
    expect(told(start, quiet, 'Europe/Berlin', LONG_AGO)).toEqual(expected);
  });
});

describe('quiet hours are those of the reader’s zone', () => {
  const elsewhere: [string, string, string, string[]][] = [
    [
      'Asia/Kolkata',
      '22:00–08:00',
      '2026-11-21T07:30+05:30',
      ['day 20T08:00+05:30', 'quarter 20T21:59+05:30'],
    ],
    [
      'America/New_York',
      '22:00–08:00',
      '2026-11-21T07:30-05:00',
      ['day 20T08:00-05:00', 'quarter 20T21:59-05:00'],
    ],
    [
      // The half hour from 01:30 to 02:00 comes twice; the second 01:45 is quiet as the first is.
      'Australia/Lord_Howe',
      '01:40–01:50',
      '2026-04-05T02:00+10:30',
      ['day 04T02:30+11:00', 'hour 05T01:30+11:00', 'quarter 05T01:50+10:30'],
    ],
  ];
  test.each(elsewhere)('in %s', (timeZone, quiet, start, expected) => {
    expect(told(start, quiet, timeZone, LONG_AGO)).toEqual(expected);
  });

  test('and in UTC for a zone that is none', () => {
    const visit = { startsAt: new Date('2026-11-21T07:30Z'), endsAt: new Date('2026-11-21T08:00Z') };
    const quietHours = { from: '22:00', to: '08:00' };
    const planned = plan(
      { ...visit, status: 'CONFIRMED' },
      { timeZone: 'Mars/Base', quietHours },
      new Date(0),
    );
    expect(planned.map(({ dueAt }) => dueAt)).toEqual([
      new Date('2026-11-20T08:00Z'),
      new Date('2026-11-20T21:59Z'),
    ]);
  });
});

describe('a visit in the quiet hours of whoever booked it', () => {
  const late: [string, string, string[]][] = [
    ['before them, is told of before they begin', '2026-11-20T21:58+01:00', ['quarter 20T21:59+01:00']],
    [
      'in the last minute before them, is told of in them',
      '2026-11-20T21:59+01:00',
      ['hour 21T06:00+01:00', 'quarter 21T06:45+01:00'],
    ],
    [
      'in them, is told of in them',
      '2026-11-20T23:00+01:00',
      ['hour 21T06:00+01:00', 'quarter 21T06:45+01:00'],
    ],
    ['in them 40 minutes before, is told of once', '2026-11-21T06:20+01:00', ['quarter 21T06:45+01:00']],
  ];
  test.each(late)('%s', (_, now, expected) => {
    expect(told('2026-11-21T07:00+01:00', '22:00–08:00', 'Europe/Berlin', now)).toEqual(expected);
  });

  test('keeps the reminder that waits for their end when it is planned anew in them', () => {
    expect(told('2026-11-22T01:00+01:00', '22:00–08:00', 'Europe/Berlin', '2026-11-21T03:00+01:00')).toEqual([
      'day 21T08:00+01:00',
      'quarter 21T21:59+01:00',
    ]);
  });
});
