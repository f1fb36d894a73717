/** Zeros of the digit rows that phones in our languages type: Arabic-Indic, its eastern form, Devanagari. */
const ZEROS = [0x0660, 0x06f0, 0x0966];

const asAscii = (digit: string): string => {
  const point = digit.codePointAt(0) ?? 0;
  const zero = ZEROS.find((start) => point >= start && point <= start + 9);
  return zero === undefined ? digit : String(point - zero);
};

/** The digits of what was typed or pasted, as ASCII: "123 456", "Your code is ۱۲۳۴۵۶". */
export const digitsIn = (text: string): string =>
  text.replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g, asAscii).replace(/\D/g, '');

const put = (value: string, index: number, digits: string, length: number): string =>
  (value.slice(0, index) + digits + value.slice(index + digits.length)).slice(0, length);

/**
 * The code after box `index` came to hold `text`. A box holds one digit; what is more than that was
 * pasted or filled in by the phone, and runs on into the boxes behind.
 */
export const typeInto = (value: string, index: number, text: string, length: number): string => {
  const at = Math.min(index, value.length);
  const digits = digitsIn(text);
  if (digits === '') return text === '' ? value.slice(0, at) + value.slice(at + 1) : value;
  if (digits.length >= length) return digits.slice(0, length);
  const present = value[at];
  if (digits.length === 2 && present !== undefined) {
    return put(value, at, digits.replace(present, '').slice(0, 1), length);
  }
  return put(value, at, digits, length);
};
