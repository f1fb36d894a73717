import { expect, it } from 'vitest';
import { tells } from '../tells.ts';

it.each([
  ['a word among others', 'a planted word here', 'planted', true],
  ['a code in a sentence', 'Your code is: 032377.', '032377', true],
  ['a code that is a value', '{"code":"032377"}', '032377', true],
  ['a code after letters', 'otp=x032377&', '032377', true],
  ['a part of a duration', 'seconds_sum 0.032377125', '032377', false],
  ['a part of a time', '"time":1795032377123', '032377', false],
  ['the whole part of a number', 'size 032377.5', '032377', false],
])('%s', (_, text, secret, told) => {
  expect(tells(text, secret)).toBe(told);
});
