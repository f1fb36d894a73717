import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';

export interface PhoneNumber {
  /** `+14155550123` (ITU-T E.164). */
  e164: string;
  /** ISO 3166-1 alpha-2; null for a number of no country. */
  country: CountryCode | null;
}

/** Reads an international number, spaces and punctuation allowed; null where it can't be one. */
export const readPhoneNumber = (text: string): PhoneNumber | null => {
  const number = parsePhoneNumberFromString(text);
  if (!number?.isPossible()) return null;
  return { e164: number.number, country: number.country ?? null };
};

const SHOWN_DIGITS = 2;

/** `+1 ••• ••• ••23`: enough to know one's own number by. */
export const maskedPhone = (e164: string): string => {
  const number = parsePhoneNumberFromString(e164);
  const code = number ? `+${number.countryCallingCode}` : '+';
  const rest = number ? number.nationalNumber : e164.slice(1);
  return `${code} ${'•'.repeat(Math.max(0, rest.length - SHOWN_DIGITS))}${rest.slice(-SHOWN_DIGITS)}`;
};

/** `p•••@example.org`. */
export const maskedEmail = (email: string): string => {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, 1)}•••${email.slice(at)}`;
};
