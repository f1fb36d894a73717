import { describe, expect, test } from 'vitest';
import type { AppointmentStatus } from '../../contract/appointments.ts';
import type { VisitNews } from '../appointments/visit-news.ts';
import { newsOf, type PlannedVisit, plan } from './plan.ts';

const MINUTE_MS = 60_000;

const visitAt = (start: string, status: AppointmentStatus = 'CONFIRMED'): PlannedVisit => {
  const startsAt = new Date(start);
  return { startsAt, endsAt: new Date(startsAt.getTime() + 30 * MINUTE_MS), status };
};

describe('a visit is reminded of', () => {
  const visit = visitAt('2026-11-21T10:00:00Z');
  const reader = { timeZone: 'UTC', quietHours: null };
  const minutesBefore = (minutes: number, seconds = 0): Date =>
    new Date(visit.startsAt.getTime() - minutes * MINUTE_MS - seconds * 1000);
  const DAY = 24 * 60;

  const bookings: [string, Date, string[]][] = [
    ['three times when it was booked long before', minutesBefore(90 * DAY), ['day', 'hour', 'quarter']],
    [
      'three times when it was booked 24 hours and a minute before',
      minutesBefore(DAY + 1),
      ['day', 'hour', 'quarter'],
    ],
    [
      'three times when it was booked 24 hours and a second before',
      minutesBefore(DAY, 1),
      ['day', 'hour', 'quarter'],
    ],
    ['twice when it was booked exactly 24 hours before', minutesBefore(DAY), ['hour', 'quarter']],
    ['twice when it was booked 2 hours before', minutesBefore(120), ['hour', 'quarter']],
    ['once when it was booked exactly 1 hour before', minutesBefore(60), ['quarter']],
    ['once when it was booked 40 minutes before', minutesBefore(40), ['quarter']],
    ['not at all when it was booked exactly 15 minutes before', minutesBefore(15), []],
    ['not at all when it was booked 5 minutes before', minutesBefore(5), []],
    ['not at all when it has begun', minutesBefore(0), []],
    ['not at all when it was noted afterwards', minutesBefore(-600), []],
  ];
  test.each(bookings)('%s', (_, now, kinds) => {
    expect(plan(visit, reader, now).map(({ kind }) => kind)).toEqual(kinds.map((kind) => `reminder_${kind}`));
  });

  test('24 hours, 1 hour and 15 minutes before the start, and until then', () => {
    expect(plan(visit, reader, minutesBefore(90 * DAY))).toEqual([
      { kind: 'reminder_day', dueAt: new Date('2026-11-20T10:00Z'), usefulUntil: visit.startsAt },
      { kind: 'reminder_hour', dueAt: new Date('2026-11-21T09:00Z'), usefulUntil: visit.startsAt },
      { kind: 'reminder_quarter', dueAt: new Date('2026-11-21T09:45Z'), usefulUntil: visit.startsAt },
    ]);
  });

  test.each(['SCHEDULED', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED', 'NO_SHOW'] as const)(
    'never while it is %s',
    (status) => expect(plan({ ...visit, status }, reader, minutesBefore(DAY * 2))).toEqual([]),
  );
});

describe('news of a visit', () => {
  const now = new Date('2026-11-20T10:00Z');
  const kinds: [VisitNews, AppointmentStatus, string | null][] = [
    ['booked', 'CONFIRMED', 'visit_confirmed'],
    ['booked', 'SCHEDULED', 'visit_requested'],
    ['confirmed', 'CONFIRMED', 'visit_confirmed'],
    ['moved', 'CONFIRMED', 'visit_moved'],
    ['moved', 'SCHEDULED', 'visit_requested'],
    ['cancelled', 'CANCELLED', 'visit_cancelled'],
    ['confirmed', 'IN_PROGRESS', null],
    ['moved', 'COMPLETED', null],
    ['booked', 'NO_SHOW', null],
  ];
  test.each(kinds)('%s and %s is told as %s', (news, status, kind) => {
    expect(newsOf(news, visitAt('2026-11-21T10:00Z', status), now)?.kind ?? null).toBe(kind);
  });

  const ends: [string, VisitNews, AppointmentStatus, string, string | null][] = [
    ['a confirmation serves until the start', 'booked', 'CONFIRMED', '10:00:01', '10:00:01'],
    ['a confirmation serves nobody at the start', 'booked', 'CONFIRMED', '10:00:00', null],
    ['a request serves nobody at the start', 'booked', 'SCHEDULED', '10:00:00', null],
    ['a move serves nobody at the start', 'moved', 'CONFIRMED', '10:00:00', null],
    ['a cancellation serves until the end', 'cancelled', 'CANCELLED', '09:30:01', '10:00:01'],
    ['a cancellation serves nobody at the end', 'cancelled', 'CANCELLED', '09:30:00', null],
  ];
  test.each(ends)('%s', (_, news, status, start, until) => {
    const usefulUntil = until && new Date(`2026-11-20T${until}Z`);
    const planned = newsOf(news, visitAt(`2026-11-20T${start}Z`, status), now);
    expect(planned && { dueAt: planned.dueAt, usefulUntil: planned.usefulUntil }).toEqual(
      usefulUntil && { dueAt: now, usefulUntil },
    );
  });
});
