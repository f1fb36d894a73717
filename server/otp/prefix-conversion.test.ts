import { describe, expect, it } from 'vitest';
import { looksLikePumping } from './prefix-conversion.ts';

describe('a prefix whose codes hardly ever come back', () => {
  it.each([
    { sent: 20, used: 1, blocked: true },
    { sent: 20, used: 2, blocked: false },
    { sent: 19, used: 0, blocked: false },
    { sent: 20, used: 0, blocked: true },
    { sent: 99, used: 9, blocked: true },
    { sent: 100, used: 10, blocked: false },
    { sent: 0, used: 0, blocked: false },
  ])('of $sent sends $used used: blocked $blocked', ({ sent, used, blocked }) => {
    expect(looksLikePumping({ sent, used })).toBe(blocked);
  });
});
