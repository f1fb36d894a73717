import { describe, expect, it } from 'vitest';
import {
  addDays,
  countdown,
  dayAndTime,
  dayOf,
  daysBetween,
  fromNow,
  groupByDay,
  hourOf,
  minutesInWords,
  readingLocale,
  secondsInWords,
  visitInWords,
  zoneInWords,
} from './when.ts';

const kolkata = { locale: 'en-GB', timeZone: 'Asia/Kolkata' };
const berlin = { locale: 'en-GB', timeZone: 'Europe/Berlin' };
const newYork = { locale: 'en-US', timeZone: 'America/New_York' };

const visit = (startsAt: string, minutes = 30) => ({
  startsAt,
  endsAt: new Date(Date.parse(startsAt) + minutes * 60_000),
});

describe('a visit in words', () => {
  it.each([
    ['2026-11-24T05:18:00Z', 'today at 11:00, in 12 minutes'],
    ['2026-11-24T05:29:30Z', 'today at 11:00, in less than a minute'],
    ['2026-11-24T05:30:00Z', 'today at 11:00, now'],
    ['2026-11-24T05:35:10Z', 'today at 11:00, began 5 minutes ago'],
    ['2026-11-24T06:30:00Z', 'today at 11:00'],
    ['2026-11-24T02:30:00Z', 'today at 11:00, in 3 hours'],
    ['2026-11-23T05:30:00Z', 'tomorrow at 11:00, in 24 hours'],
    ['2026-11-21T05:30:00Z', 'Tuesday 24 November at 11:00, in 3 days'],
    ['2025-12-01T05:30:00Z', 'Tuesday, 24 November 2026 at 11:00, in 358 days'],
  ])('seen at %s it is "%s"', (now, words) => {
    expect(visitInWords(visit('2026-11-24T05:30:00Z'), kolkata, now)).toBe(words);
  });

  it('is today or tomorrow by the reader’s calendar, not by the browser’s or UTC’s', () => {
    const at = '2026-11-24T20:00:00Z';
    const now = '2026-11-24T15:00:00Z';
    expect(dayAndTime(at, kolkata, now)).toBe('tomorrow at 01:30');
    expect(dayAndTime(at, berlin, now)).toBe('today at 21:00');
    expect(dayAndTime(at, newYork, now)).toMatch(/^today at 3:00\sPM$/);
  });

  it('counts calendar days across a night that is an hour short or long', () => {
    expect(dayAndTime('2026-03-29T07:00:00Z', berlin, '2026-03-28T22:30:00Z')).toBe('tomorrow at 09:00');
    expect(dayAndTime('2026-10-25T08:00:00Z', berlin, '2026-10-24T21:30:00Z')).toBe('tomorrow at 09:00');
    expect(fromNow('2026-10-27T08:00:00Z', berlin, '2026-10-24T10:00:00Z')).toBe('in 3 days');
  });

  it('reads well inside a sentence', () => {
    expect(dayAndTime('2026-11-24T05:30:00Z', kolkata, '2026-11-20T05:30:00Z')).toBe(
      'on Tuesday 24 November at 11:00',
    );
    expect(dayAndTime('2026-11-24T05:30:00Z', kolkata, '2026-11-25T05:30:00Z')).toBe('yesterday at 11:00');
  });

  it('says a past moment as ago', () => {
    expect(fromNow('2026-11-24T05:00:00Z', kolkata, '2026-11-24T05:59:59Z')).toBe('59 minutes ago');
    expect(fromNow('2026-11-24T05:00:00Z', kolkata, '2026-11-24T05:00:20Z')).toBe('now');
  });
});

describe('zones', () => {
  it('names the zone as it is on that day', () => {
    expect(zoneInWords('2026-07-01T10:00:00Z', berlin)).toBe('Central European Summer Time');
    expect(zoneInWords('2026-12-01T10:00:00Z', berlin)).toBe('Central European Standard Time');
    expect(zoneInWords('2026-12-01T10:00:00Z', kolkata)).toBe('India Standard Time');
  });

  it('keeps English in the reader’s own variety', () => {
    expect(readingLocale(['hi-IN', 'en-IN', 'en'])).toBe('en-IN');
    expect(readingLocale(['es-ES'])).toBe('en-GB');
  });

  it('reads midnight as hour 0', () => {
    expect(hourOf('2026-11-23T18:30:00Z', 'Asia/Kolkata')).toBe(0);
  });
});

describe('days', () => {
  it('adds and subtracts over a month’s end and a leap day', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
  });

  it('groups slots by the reader’s day, in order of time', () => {
    const slots = ['2026-11-24T20:00:00Z', '2026-11-24T05:00:00Z', '2026-11-24T18:00:00Z'];
    expect(groupByDay(slots, (slot) => slot, 'Asia/Kolkata')).toEqual([
      { day: '2026-11-24', items: ['2026-11-24T05:00:00Z', '2026-11-24T18:00:00Z'] },
      { day: '2026-11-25', items: ['2026-11-24T20:00:00Z'] },
    ]);
    expect(groupByDay(slots, (slot) => slot, 'America/Los_Angeles').map(({ day }) => day)).toEqual([
      '2026-11-23',
      '2026-11-24',
    ]);
  });

  it('keeps both of the hours that summer time’s end repeats on one day', () => {
    const slots = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'];
    expect(slots.map((slot) => dayOf(slot, 'Europe/Berlin'))).toEqual(['2026-10-25', '2026-10-25']);
    expect(groupByDay(slots, (slot) => slot, 'Europe/Berlin')).toEqual([{ day: '2026-10-25', items: slots }]);
  });
});

describe('lengths', () => {
  it.each([
    [272_000, '4:32'],
    [3_872_000, '1:04:32'],
    [900, '0:01'],
    [-5_000, '0:00'],
  ])('counts %i ms down as %s', (milliseconds, words) => {
    expect(countdown(milliseconds)).toBe(words);
  });

  it.each([
    [1, '1 minute'],
    [30, '30 minutes'],
    [60, '1 hour'],
    [75, '1 hour 15 minutes'],
  ])('says %i minutes as %s', (minutes, words) => {
    expect(minutesInWords(minutes)).toBe(words);
  });

  it('says a measured length in seconds only below a minute', () => {
    expect([secondsInWords(42), secondsInWords(1_790)]).toEqual(['42 seconds', '30 minutes']);
  });
});
