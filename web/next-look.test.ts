import { describe, expect, it } from 'vitest';
import { untilHiddenLook, untilNextLook } from './next-look.ts';

const now = Date.parse('2026-11-24T10:00:00Z');
const after = (seconds: number): string => new Date(now + seconds * 1000).toISOString();
const visit = (canJoin: boolean, opens: number, closes: number) => ({
  can_join: canJoin,
  join_opens_at: after(opens),
  join_closes_at: after(closes),
  status: 'CONFIRMED' as const,
  session_type: 'telehealth' as const,
});

describe('when the list of visits is read again', () => {
  it('every half minute when nothing is near', () => {
    expect(untilNextLook([], now)).toBe(30_000);
    expect(untilNextLook([visit(false, 7_200, 9_000)], now)).toBe(30_000);
  });

  it('at the moment the nearest door opens or closes', () => {
    expect(untilNextLook([visit(false, 20, 3_600), visit(false, 12, 3_600)], now)).toBe(12_000);
    expect(untilNextLook([visit(true, -600, 8)], now)).toBe(8_000);
  });

  it('soon again while the server’s clock is behind this one', () => {
    expect(untilNextLook([visit(false, -1, 3_600)], now)).toBe(3_000);
  });

  it('does not press for a visit that nobody can join', () => {
    expect(untilNextLook([{ ...visit(false, -1, 3_600), status: 'SCHEDULED' }], now)).toBe(30_000);
    expect(untilNextLook([{ ...visit(false, -1, 3_600), session_type: 'in_person' }], now)).toBe(30_000);
  });

  it('never hammers', () => {
    expect(untilNextLook([visit(false, 0.01, 3_600)], now)).toBe(500);
  });
});

describe('when a page that nobody looks at reads the list again', () => {
  const MINUTE = 60;
  const HOUR = 60 * MINUTE;

  it.each([
    ['an open room', -60, 30],
    ['one that opens in ten seconds', 10, 10],
    ['one that opens now', 0.01, 0.5],
    ['one that opens in 15 minutes', 15 * MINUTE, 30],
    ['one that opens in 20 minutes', 20 * MINUTE, 30],
    ['one that opens just after that', 20 * MINUTE + 1, 30],
    ['one that opens in 25 minutes', 25 * MINUTE, 5 * MINUTE],
    ['one that opens in 3 hours', 3 * HOUR, 10 * MINUTE],
    ['one that opens tomorrow', 13 * HOUR, HOUR + 30],
    ['one that opens in a month', 720 * HOUR, 24 * HOUR],
  ])('for %s', (_, opens, wait) => {
    expect(untilHiddenLook([visit(opens <= 0, opens, opens + HOUR)], now)).toBe(wait * 1000);
  });

  it('by the nearest, confirmed or not', () => {
    const unconfirmed = { ...visit(false, 10 * MINUTE, HOUR), status: 'SCHEDULED' as const };
    expect(untilHiddenLook([visit(false, 3 * HOUR, 4 * HOUR), unconfirmed], now)).toBe(30_000);
  });

  it('never where there is nothing to tell of', () => {
    expect(untilHiddenLook([], now)).toBe(false);
    expect(untilHiddenLook([visit(false, -HOUR, -1)], now)).toBe(false);
    expect(untilHiddenLook([{ ...visit(false, 60, HOUR), session_type: 'in_person' }], now)).toBe(false);
  });
});
