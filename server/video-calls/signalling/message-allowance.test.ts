import { expect, test } from 'vitest';
import { MessageAllowance } from './message-allowance.ts';

const takeAll = (allowance: MessageAllowance, at: number): number => {
  let taken = 0;
  while (allowance.take(at)) taken += 1;
  return taken;
};

test('a connection may send 100 messages a minute, and 50 more in one burst', () => {
  const allowance = new MessageAllowance(0);
  expect(takeAll(allowance, 0)).toBe(150);
  expect(takeAll(allowance, 30_000)).toBe(50);
  expect(takeAll(allowance, 90_000)).toBe(100);
  expect(takeAll(allowance, 10_000_000)).toBe(150);
});
