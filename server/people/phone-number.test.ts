import { describe, expect, it } from 'vitest';
import { maskedEmail, maskedPhone, readPhoneNumber } from './phone-number.ts';

describe('a number as typed', () => {
  it.each([
    ['+14155550123', '+14155550123', 'US'],
    ['+1 (415) 555-0123', '+14155550123', 'US'],
    ['  +1 415 555 0123  ', '+14155550123', 'US'],
    ['+1.415.555.0123', '+14155550123', 'US'],
    ['+91 98765 43210', '+919876543210', 'IN'],
    ['+919876543210', '+919876543210', 'IN'],
    ['+44 20 7946 0958', '+442079460958', 'GB'],
    ['+61 491 570 156', '+61491570156', 'AU'],
    ['+971 50 123 4567', '+971501234567', 'AE'],
  ])('“%s” is %s of %s', (text, e164, country) => {
    expect(readPhoneNumber(text)).toEqual({ e164, country });
  });

  it.each([
    '',
    'hello',
    '4155550123',
    '0415555',
    '+',
    '+1',
    '+1415555',
    '+141555501234567890',
    '+999123456789',
    '+1415555012345',
    '\u0000',
    '+14155550123; drop',
    '+14155550123\r\nBcc: x@y.test',
  ])('%j is none, or the number alone', (text) => {
    const number = readPhoneNumber(text);
    if (number) expect(number.e164).toMatch(/^\+[1-9]\d{6,14}$/);
    else expect(number).toBeNull();
  });

  it.each(['', 'hello', '4155550123', '+', '+1', '+999123456789'])('%j is none', (text) => {
    expect(readPhoneNumber(text)).toBeNull();
  });

  it('reads digits of other scripts as digits', () => {
    expect(readPhoneNumber('+٩١ ٩٨٧٦٥ ٤٣٢١٠')?.e164).toBe('+919876543210');
  });
});

describe('an address as shown', () => {
  it.each([
    ['+14155550123', '+1 ••••••••23'],
    ['+919876543210', '+91 ••••••••10'],
    ['+442079460958', '+44 ••••••••58'],
  ])('%s is %s', (number, shown) => {
    expect(maskedPhone(number)).toBe(shown);
  });

  it.each([
    ['priya@clinic.test', 'p•••@clinic.test'],
    ['a@b.test', 'a•••@b.test'],
    ['odd@name@clinic.test', 'o•••@clinic.test'],
  ])('%s is %s', (email, shown) => {
    expect(maskedEmail(email)).toBe(shown);
  });
});
