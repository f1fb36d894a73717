import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minuteOf } from '../minutes.ts';
import { freeSlots, startsOnSlot } from './free-slots.ts';
import { type WorkingHours, workingSpans } from './working-hours.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const LONG_AGO = 0;

const at = (text: string): number => Date.parse(text);
const span = (from: string, to: string) => ({ start: at(from), end: at(to) });
const short = (ms: number): string => new Date(ms).toISOString().slice(0, 16);

const hoursEveryDay = (timeZone: string, ...ranges: [string, string][]): WorkingHours => ({
  timeZone,
  weekly: [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) =>
    ranges.map(([from, to]) => ({ weekday, from: minuteOf(from), to: minuteOf(to) })),
  ),
  exceptions: [],
});

const slotsOf = (
  hours: WorkingHours,
  within: { start: number; end: number },
  { slotMinutes = 30, taken = [] as { start: number; end: number }[], now = LONG_AGO } = {},
): string[] => freeSlots({ hours, slotMinutes, within, taken, now }).map(({ start }) => short(start));

describe('free slots', () => {
  const cases: [string, WorkingHours, { start: number; end: number }, number, string[]][] = [
    [
      'are in the doctor’s zone, half-hour zones too',
      hoursEveryDay('Asia/Kolkata', ['09:00', '10:30']),
      span('2026-11-23T00:00:00Z', '2026-11-24T00:00:00Z'),
      30,
      ['2026-11-23T03:30', '2026-11-23T04:00', '2026-11-23T04:30'],
    ],
    [
      'leave out a rest that is shorter than a slot',
      hoursEveryDay('UTC', ['09:00', '10:20']),
      span('2026-11-23T00:00:00Z', '2026-11-24T00:00:00Z'),
      30,
      ['2026-11-23T09:00', '2026-11-23T09:30'],
    ],
    [
      'go on until midnight where the hours end at 24:00',
      hoursEveryDay('Asia/Kolkata', ['23:00', '24:00']),
      span('2026-11-23T00:00:00Z', '2026-11-24T00:00:00Z'),
      30,
      ['2026-11-23T17:30', '2026-11-23T18:00'],
    ],
    [
      'keep to the wall clock over the change to winter in New York',
      hoursEveryDay('America/New_York', ['09:00', '10:00']),
      span('2026-10-31T00:00:00Z', '2026-11-02T00:00:00Z'),
      60,
      ['2026-10-31T13:00', '2026-11-01T14:00'],
    ],
    [
      'keep to the wall clock over the change to summer in Berlin',
      hoursEveryDay('Europe/Berlin', ['09:00', '10:00']),
      span('2026-03-28T00:00:00Z', '2026-03-30T00:00:00Z'),
      60,
      ['2026-03-28T08:00', '2026-03-29T07:00'],
    ],
    [
      'are one hour fewer in the night that loses one',
      hoursEveryDay('Europe/Berlin', ['01:00', '04:00']),
      span('2026-03-28T23:00:00Z', '2026-03-29T12:00:00Z'),
      60,
      ['2026-03-29T00:00', '2026-03-29T01:00'],
    ],
    [
      'are one hour more in the night that has one twice',
      hoursEveryDay('Europe/Berlin', ['01:00', '04:00']),
      span('2026-10-24T22:00:00Z', '2026-10-25T12:00:00Z'),
      60,
      ['2026-10-24T23:00', '2026-10-25T00:00', '2026-10-25T01:00', '2026-10-25T02:00'],
    ],
    [
      'are none where the clocks skip the hours',
      hoursEveryDay('America/New_York', ['02:15', '02:45']),
      span('2026-03-08T00:00:00Z', '2026-03-08T23:00:00Z'),
      15,
      [],
    ],
    [
      'come twice where the clocks repeat the hours, and only in them',
      hoursEveryDay('America/New_York', ['01:15', '01:45']),
      span('2026-11-01T00:00:00Z', '2026-11-01T23:00:00Z'),
      30,
      ['2026-11-01T05:15', '2026-11-01T06:15'],
    ],
    [
      'are none on a day that a country left out',
      hoursEveryDay('Pacific/Apia', ['09:00', '10:00']),
      span('2011-12-29T10:00:00Z', '2011-12-31T10:00:00Z'),
      60,
      ['2011-12-29T19:00', '2011-12-30T19:00'],
    ],
  ];
  test.each(cases)('%s', (_, hours, within, slotMinutes, expected) => {
    expect(slotsOf(hours, within, { slotMinutes })).toEqual(expected);
  });

  const monday = span('2026-11-23T00:00:00Z', '2026-11-24T00:00:00Z');
  const morning = hoursEveryDay('UTC', ['09:00', '11:00']);

  test('leave out what a visit overlaps, and keep what it only touches', () => {
    const taken = [span('2026-11-23T09:30:00Z', '2026-11-23T10:10:00Z')];
    expect(slotsOf(morning, monday, { taken })).toEqual(['2026-11-23T09:00', '2026-11-23T10:30']);
  });

  test('start after now', () => {
    expect(slotsOf(morning, monday, { now: at('2026-11-23T10:00:00Z') })).toEqual(['2026-11-23T10:30']);
  });

  test('start inside the range asked for, its end left out', () => {
    const within = span('2026-11-23T09:30:00Z', '2026-11-23T10:30:00Z');
    expect(slotsOf(morning, within)).toEqual(['2026-11-23T09:30', '2026-11-23T10:00']);
  });

  test('keep their places when the range starts between two of them', () => {
    const within = span('2026-11-23T09:10:00Z', '2026-11-23T10:05:00Z');
    expect(slotsOf(morning, within)).toEqual(['2026-11-23T09:30', '2026-11-23T10:00']);
  });

  test('follow the weekday of the doctor’s own date', () => {
    const mondays = { ...morning, timeZone: 'Asia/Kolkata', weekly: [{ weekday: 1, from: 0, to: 30 }] };
    expect(slotsOf(mondays, span('2026-11-20T00:00:00Z', '2026-11-27T00:00:00Z'))).toEqual([
      '2026-11-22T18:30',
    ]);
  });

  test('are none on a day off, and of other hours on a day of other hours', () => {
    const exceptions = [
      { date: '2026-11-23', hours: null },
      { date: '2026-11-24', hours: { from: 840, to: 870 } },
      { date: '2026-11-24', hours: { from: 900, to: 930 } },
    ];
    const within = span('2026-11-23T00:00:00Z', '2026-11-25T00:00:00Z');
    expect(slotsOf({ ...morning, exceptions }, within)).toEqual(['2026-11-24T14:00', '2026-11-24T15:00']);
  });
});

describe('a start on a slot', () => {
  const hours = hoursEveryDay('Asia/Kolkata', ['09:00', '10:30']);
  test.each([
    ['2026-11-23T03:30:00Z', 30, true],
    ['2026-11-23T04:00:00Z', 60, true],
    ['2026-11-23T04:30:00Z', 60, false],
    ['2026-11-23T03:45:00Z', 30, false],
    ['2026-11-23T03:30:01Z', 30, false],
    ['2026-11-23T05:00:00Z', 30, false],
  ])('%s for %i minutes: %s', (start, minutes, expected) => {
    expect(startsOnSlot(hours, 30, { start: at(start), minutes })).toBe(expected);
  });
});

const zone = fc.constantFrom(
  'UTC',
  'Asia/Kolkata',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Pacific/Chatham',
  'America/Asuncion',
);

/** Ranges of one day that never overlap: an even number of different minutes, taken in pairs. */
const ranges = fc
  .uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 2, maxLength: 6 })
  .map((minutes) => minutes.toSorted((a, b) => a - b))
  .map((minutes) =>
    Array.from({ length: Math.floor(minutes.length / 2) }, (_, pair) => ({
      from: minutes[pair * 2] ?? 0,
      to: minutes[pair * 2 + 1] ?? 0,
    })),
  );

const working = fc.record({
  timeZone: zone,
  weekly: fc
    .array(fc.tuple(fc.integer({ min: 1, max: 7 }), ranges), { maxLength: 7 })
    .map((days) => [...new Map(days)].flatMap(([weekday, of]) => of.map((range) => ({ weekday, ...range })))),
  exceptions: fc.constant([]),
});

/** What the doctor's clock shows, by a way that has nothing in common with the code's. */
const wallMinute = (ms: number, timeZone: string): { weekday: string; minute: number } => {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(ms);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return { weekday: part('weekday'), minute: Number(part('hour')) * 60 + Number(part('minute')) };
};
const WEEKDAYS = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

describe('whatever the hours, the zone and the time of year', () => {
  const year = fc.integer({
    min: at('2025-01-01T00:00:00Z') / DAY_MS,
    max: at('2027-12-01T00:00:00Z') / DAY_MS,
  });

  test('slots never overlap, and every minute of them is inside the hours', () => {
    fc.assert(
      fc.property(working, year, fc.integer({ min: 5, max: 120 }), (hours, day, slotMinutes) => {
        const within = { start: day * DAY_MS, end: (day + 3) * DAY_MS };
        const slots = freeSlots({ hours, slotMinutes, within, taken: [], now: LONG_AGO });
        for (const [index, slot] of slots.entries()) {
          expect(slot.end - slot.start).toBe(slotMinutes * MINUTE_MS);
          expect(slot.start).toBeGreaterThanOrEqual(slots[index - 1]?.end ?? within.start);
          for (const minute of [slot.start, (slot.start + slot.end) / 2, slot.end - MINUTE_MS]) {
            const wall = wallMinute(minute, hours.timeZone);
            const inside = hours.weekly.some(
              ({ weekday, from, to }) =>
                WEEKDAYS[weekday] === wall.weekday && from <= wall.minute && wall.minute < to,
            );
            expect(inside).toBe(true);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  test('no working minute is forgotten', () => {
    fc.assert(
      fc.property(working, year, fc.integer({ min: 0, max: 1439 }), (hours, day, minuteOfDay) => {
        const instant = day * DAY_MS + minuteOfDay * MINUTE_MS;
        const wall = wallMinute(instant, hours.timeZone);
        const works = hours.weekly.some(
          ({ weekday, from, to }) =>
            WEEKDAYS[weekday] === wall.weekday && from <= wall.minute && wall.minute < to,
        );
        const spans = workingSpans(hours, { start: instant, end: instant + MINUTE_MS });
        expect(spans.some(({ start, end }) => start <= instant && instant < end)).toBe(works);
      }),
      { numRuns: 400 },
    );
  });
});
