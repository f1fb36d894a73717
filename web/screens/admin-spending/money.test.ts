import { expect, it } from 'vitest';
import { countryName, money, share } from './money.ts';

it.each([
  [0, '$0.00'],
  [0.0035, '$0.0035'],
  [0.5, '$0.50'],
  [12.4, '$12.40'],
  [1234.567, '$1,234.57'],
])('writes %d as %s', (amount, words) => {
  expect(money(amount, 'USD', 'en-US')).toBe(words);
});

it('writes a currency without cents without them', () => {
  expect(money(1200, 'JPY', 'en-US')).toBe('¥1,200');
});

it.each([
  [1, 3, '33%'],
  [0, 5, '0%'],
  [0, 0, '–'],
])('%d of %d is %s', (part, whole, words) => {
  expect(share(part, whole, 'en-GB')).toBe(words);
});

it('names countries in words', () => {
  expect(countryName('IN', 'en-GB')).toBe('India');
});
