import { expect, it } from 'vitest';
import { looksLikeGuessing, newCode, pauseAfter } from './policy.ts';

it('makes codes of the asked length, every digit in every place, leading zeros kept', () => {
  const codes = Array.from({ length: 5_000 }, () => newCode(6));
  expect(codes.every((code) => /^\d{6}$/.test(code))).toBe(true);
  for (let place = 0; place < 6; place += 1) {
    expect(new Set(codes.map((code) => code[place])).size).toBe(10);
  }
  expect(newCode(4)).toMatch(/^\d{4}$/);
  expect(newCode(10)).toMatch(/^\d{10}$/);
});

it.each([
  [0, 0],
  [1, 0],
  [9, 0],
  [10, 900],
  [11, 0],
  [20, 1_800],
  [30, 3_600],
  [40, 3_600],
  [90, 3_600],
])('pauses after %i failures for %i seconds', (failures, seconds) => {
  expect(pauseAfter(failures)).toBe(seconds);
});

it.each([
  [{ accepted: 0, refused: 199 }, false],
  [{ accepted: 0, refused: 200 }, true],
  [{ accepted: 100, refused: 500 }, false],
  [{ accepted: 100, refused: 501 }, true],
])('takes %o for guessing: %s', (verdicts, guessing) => {
  expect(looksLikeGuessing(verdicts)).toBe(guessing);
});
