import { describe, expect, test } from 'vitest';
import { digitsIn, typeInto } from './code-digits.ts';

describe('a code typed into boxes', () => {
  test('digits fill the boxes one after another', () => {
    let code = '';
    for (const [index, digit] of ['0', '1', '2', '3', '4', '5'].entries())
      code = typeInto(code, index, digit, 6);
    expect(code).toBe('012345');
  });

  test.each([
    ['123456', '123456'],
    ['123 456', '123456'],
    ['123-456', '123456'],
    ['Your Anteroom code is 123456.', '123456'],
    ['۱۲۳۴۵۶', '123456'],
    ['१२३४५६', '123456'],
    ['1234567', '123456'],
  ])('the whole code pasted as %j fills every box', (pasted, code) => {
    expect(typeInto('', 0, pasted, 6)).toBe(code);
    expect(typeInto('99', 2, pasted, 6)).toBe(code);
  });

  test('a digit typed before or behind the one in a box replaces it', () => {
    expect(typeInto('123', 1, '92', 6)).toBe('193');
    expect(typeInto('123', 1, '29', 6)).toBe('193');
    expect(typeInto('123', 1, '22', 6)).toBe('123');
  });

  test('emptying a box closes the gap, so no code has a hole', () => {
    expect(typeInto('123', 1, '', 6)).toBe('13');
  });

  test('a digit typed far behind the last one lands right behind it', () => {
    expect(typeInto('12', 5, '3', 6)).toBe('123');
  });

  test('letters change nothing', () => {
    expect(typeInto('12', 2, 'x', 6)).toBe('12');
    expect(digitsIn('abc')).toBe('');
  });
});
