import { describe, expect, it } from 'vitest';
import { Breaker } from './breaker.ts';

const failing = (times: number, at = 0): Breaker => {
  const breaker = new Breaker();
  for (let time = 0; time < times; time += 1) breaker.failed(at);
  return breaker;
};

describe('a breaker', () => {
  it('lets everybody through until five failures in a row', () => {
    expect(failing(4).allows(0)).toBe(true);
    expect(failing(5).allows(0)).toBe(false);
  });

  it('begins to count anew with every answer', () => {
    const breaker = failing(4);
    breaker.answered();
    breaker.failed(0);
    expect(breaker.allows(0)).toBe(true);
  });

  it('lets one through after half a minute, and nobody else while that one is out', () => {
    const breaker = failing(5);
    expect(breaker.allows(29_999)).toBe(false);
    expect([1, 2, 3].map(() => breaker.allows(30_000))).toEqual([true, false, false]);
  });

  it('lets everybody through once that one was answered', () => {
    const breaker = failing(5);
    breaker.allows(30_000);
    breaker.answered();
    expect([1, 2, 3].map(() => breaker.allows(30_001))).toEqual([true, true, true]);
  });

  it('waits as long again where that one failed', () => {
    const breaker = failing(5);
    breaker.allows(30_000);
    breaker.failed(31_000);
    expect(breaker.allows(60_999)).toBe(false);
    expect(breaker.allows(61_000)).toBe(true);
  });

  it('lets another try where nothing was ever heard of that one', () => {
    const breaker = failing(5);
    breaker.allows(30_000);
    expect(breaker.allows(60_000)).toBe(true);
  });
});
