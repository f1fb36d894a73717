import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minuteOf, timeOf } from '../minutes.ts';
import { quietSpanAt } from './quiet-hours.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const at = (text: string): number => Date.parse(text);
const quietAt = (quiet: string, timeZone: string, instant: string): string | null => {
  const [from = '', to = ''] = quiet.split('–');
  const span = quietSpanAt({ from, to }, timeZone, at(instant));
  const short = (ms: number): string => new Date(ms).toISOString().slice(8, 16);
  return span && `${short(span.start)}–${short(span.end)}`;
};

describe('quiet time', () => {
  const rows: [string, string, string, string, string | null][] = [
    ['begins with its first minute', '22:00–08:00', 'UTC', '2026-11-20T22:00Z', '20T22:00–21T08:00'],
    ['is not yet a millisecond before', '22:00–08:00', 'UTC', '2026-11-20T21:59:59.999Z', null],
    ['goes over midnight', '22:00–08:00', 'UTC', '2026-11-21T00:00Z', '20T22:00–21T08:00'],
    [
      'goes on to its last millisecond',
      '22:00–08:00',
      'UTC',
      '2026-11-21T07:59:59.999Z',
      '20T22:00–21T08:00',
    ],
    ['is over at its end', '22:00–08:00', 'UTC', '2026-11-21T08:00Z', null],
    ['can be within a day', '12:00–13:30', 'UTC', '2026-11-21T13:00Z', '21T12:00–21T13:30'],
    ['can end at 24:00', '20:00–24:00', 'UTC', '2026-11-20T23:00Z', '20T20:00–21T00:00'],
    ['can begin at 24:00', '24:00–06:00', 'UTC', '2026-11-20T03:00Z', '20T00:00–20T06:00'],
    ['is none where it ends as it begins', '08:00–08:00', 'UTC', '2026-11-20T08:00Z', null],
    ['is none from midnight to midnight', '00:00–24:00', 'UTC', '2026-11-20T08:00Z', null],
    ['is the zone’s own', '22:00–08:00', 'Asia/Kolkata', '2026-11-20T17:00Z', '20T16:30–21T02:30'],
    [
      'is that of UTC for a zone that is none',
      '22:00–08:00',
      'Mars/Base',
      '2026-11-20T23:00Z',
      '20T22:00–21T08:00',
    ],
    ['is that of UTC for a mere offset', '22:00–08:00', '+05:30', '2026-11-20T23:00Z', '20T22:00–21T08:00'],
    [
      'is an hour shorter in Berlin in March',
      '22:00–08:00',
      'Europe/Berlin',
      '2026-03-29T00:30Z',
      '28T21:00–29T06:00',
    ],
    [
      'is an hour longer in Berlin in October',
      '22:00–08:00',
      'Europe/Berlin',
      '2026-10-25T00:30Z',
      '24T20:00–25T07:00',
    ],
    [
      'is the same seen from the very change',
      '22:00–08:00',
      'Europe/Berlin',
      '2026-03-29T01:00Z',
      '28T21:00–29T06:00',
    ],
    [
      'ends at the gap that has its end',
      '22:00–02:30',
      'Europe/Berlin',
      '2026-03-29T00:30Z',
      '28T21:00–29T01:00',
    ],
    [
      'begins at the gap that has its beginning',
      '02:30–06:00',
      'Europe/Berlin',
      '2026-03-29T03:00Z',
      '29T01:00–29T04:00',
    ],
    [
      'ends a first time in the overlap',
      '22:00–02:30',
      'Europe/Berlin',
      '2026-10-25T00:15Z',
      '24T20:00–25T00:30',
    ],
    ['and a second time', '22:00–02:30', 'Europe/Berlin', '2026-10-25T01:15Z', '25T01:00–25T01:30'],
    [
      'begins a first time in the overlap',
      '02:30–06:00',
      'Europe/Berlin',
      '2026-10-25T00:45Z',
      '25T00:30–25T01:00',
    ],
    ['and begins a second time', '02:30–06:00', 'Europe/Berlin', '2026-10-25T02:00Z', '25T01:30–25T05:00'],
    [
      'lasts two nights where the hour between is skipped',
      '03:00–02:00',
      'Europe/Berlin',
      '2026-03-29T01:00Z',
      '28T02:00–30T00:00',
    ],
    [
      'begins at a midnight that is skipped',
      '00:00–06:00',
      'Africa/Cairo',
      '2026-04-24T00:00Z',
      '23T22:00–24T03:00',
    ],
    [
      'goes over a day that is skipped',
      '22:00–08:00',
      'Pacific/Apia',
      '2011-12-30T10:00Z',
      '30T08:00–30T18:00',
    ],
  ];
  test.each(rows)('%s', (_, quiet, timeZone, instant, expected) => {
    expect(quietAt(quiet, timeZone, instant)).toBe(expected);
  });
});

/** Changes of clocks of the zones below, between 2026 and 2027. */
const CHANGES = [
  '2026-03-08T07:00Z',
  '2026-03-29T01:00Z',
  '2026-04-04T15:00Z',
  '2026-04-23T22:00Z',
  '2026-10-03T15:30Z',
  '2026-10-25T01:00Z',
  '2026-10-29T21:00Z',
  '2026-11-01T06:00Z',
].map(at);
const ZONES = [
  'UTC',
  'Asia/Kolkata',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Cairo',
] as const;

/** The minute of the day that a clock shows, by a way that has nothing in common with the code's. */
const clockIn = (timeZone: string): ((ms: number) => number) => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, hour: '2-digit', minute: '2-digit' });
  return (ms) => minuteOf(format.format(ms));
};

test('quiet time is the unbroken run of minutes that the clock shows within the hours', () => {
  const minute = fc.integer({ min: 0, max: 1439 });
  const around = fc.tuple(fc.constantFrom(...CHANGES), fc.integer({ min: -30 * 60, max: 30 * 60 }));
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), minute, minute, around, (timeZone, from, to, [change, off]) => {
      const clock = clockIn(timeZone);
      const isQuiet = (ms: number): boolean => {
        const shown = clock(ms);
        return from <= to ? from <= shown && shown < to : from <= shown || shown < to;
      };
      const instant = change + off * MINUTE_MS;
      const span = quietSpanAt({ from: timeOf(from), to: timeOf(to) }, timeZone, instant);
      expect(span !== null).toBe(isQuiet(instant));
      if (!span) return;
      expect(span.start <= instant && instant < span.end).toBe(true);
      expect(span.end - span.start).toBeLessThan(49 * HOUR_MS);
      expect([isQuiet(span.start - MINUTE_MS), isQuiet(span.end)]).toEqual([false, false]);
      for (let ms = span.start; ms < span.end; ms += MINUTE_MS) if (!isQuiet(ms)) expect.fail(String(ms));
    }),
    { numRuns: 200 },
  );
});
