import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { describe, expect, test } from 'vitest';
import { DEMO_PEOPLE } from './demo-people.ts';
import { demoVisits } from './demo-visits.ts';
import { joinableTime } from './joinable-time.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MARGINS = { joinEarlyMinutes: 15, joinGraceMinutes: 30, bookingConfirm: 'auto' } as const;

const anyTime = fc.integer({
  min: Date.parse('2026-01-01T00:00:00Z'),
  max: Date.parse('2029-01-01T00:00:00Z'),
});

describe('the visits of the demo', () => {
  test('never overlap for anybody, at whatever time the clinic is filled', () => {
    fc.assert(
      fc.property(anyTime, (now) => {
        const visits = demoVisits(now);
        for (const side of ['doctor', 'patient'] as const) {
          for (const [index, visit] of visits.entries()) {
            for (const other of visits.slice(index + 1)) {
              const meet = visit[side] === other[side] && visit.start < other.end && other.start < visit.end;
              expect(meet).toBe(false);
            }
          }
        }
      }),
    );
  });

  test('leave the time around now to the visit that can be joined', () => {
    fc.assert(
      fc.property(anyTime, (now) => {
        const taken = demoVisits(now);
        const base = Math.floor(now / (5 * MINUTE_MS)) * 5 * MINUTE_MS;
        expect(joinableTime(now, taken, MARGINS)).toEqual({ start: base, end: base + HOUR_MS });
      }),
    );
  });

  test('are many, past and to come, of every outcome, and say nothing of the future as past', () => {
    fc.assert(
      fc.property(anyTime, (now) => {
        const visits = demoVisits(now);
        const kinds = new Set(visits.map(({ outcome }) => outcome?.kind ?? 'to come'));
        expect(kinds).toEqual(new Set(['completed', 'missed', 'cancelled', 'to come']));
        expect(visits.filter(({ outcome }) => outcome).length).toBeGreaterThanOrEqual(12);
        expect(visits.filter(({ outcome }) => !outcome).length).toBeGreaterThanOrEqual(8);
        for (const { start, end, outcome } of visits) expect(outcome ? end < now : start > now).toBe(true);
      }),
    );
  });

  test('are of people with numbers that a phone library holds valid', () => {
    for (const { phone } of Object.values(DEMO_PEOPLE)) {
      expect(parsePhoneNumberFromString(phone ?? '')?.isValid()).toBe(true);
    }
  });
});

describe('the time of a visit that can be joined', () => {
  const now = Date.parse('2027-03-01T12:03:00Z');
  const span = (from: string, to: string) => ({
    start: Date.parse(`2027-03-01T${from}:00Z`),
    end: Date.parse(`2027-03-01T${to}:00Z`),
  });

  test.each([
    ['now, for an hour, where both are free', [], span('12:00', '13:00')],
    [
      'a little earlier where the next visit would be in the way',
      [span('12:55', '13:30')],
      span('11:55', '12:55'),
    ],
    [
      'shorter where an hour is not to be had',
      [span('11:00', '11:55'), span('12:30', '14:00')],
      span('12:00', '12:30'),
    ],
    ['later where one goes on now', [span('11:00', '12:10')], span('12:10', '13:10')],
  ])('is %s', (_, taken, expected) => {
    expect(joinableTime(now, taken, MARGINS)).toEqual(expected);
  });

  test('is none where the calendar is full', () => {
    expect(joinableTime(now, [span('09:00', '15:00')], MARGINS)).toBeNull();
  });
});
