import { describe, expect, it } from 'vitest';
import { untilNextLook } from './next-look.ts';

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
