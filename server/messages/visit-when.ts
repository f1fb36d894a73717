import type { Locale } from '../../contract/primitives.ts';

/** Whose clock and calendar it is. */
export interface Reader {
  language: Locale;
  /** IANA. */
  timeZone: string;
}

/** Where a language is written in several ways: the one that most of its readers here know. */
const LOCALES: Record<Locale, string> = { en: 'en-GB', hi: 'hi-IN', ur: 'ur-PK', es: 'es-ES' };
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Minutes up to which each one counts; beyond, five do. */
const EXACT_MINUTES = 20;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Building a formatter costs far more than using it, and every message uses the same few. */
const format = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  formats.set(key, made);
  return made;
};

/** Some languages have thin and unbreakable spaces in their times, which would make an SMS longer than its letters. */
const plain = (text: string): string => text.replace(/\s/g, ' ');

/** The calendar day of an instant in a zone: `2025-11-15`. */
const dayOf = (at: Date, timeZone: string): string =>
  format('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);

/** Calendar days of the reader's from now until then. */
export const daysUntil = (at: Date, now: Date, { timeZone }: Reader): number =>
  Math.round((Date.parse(dayOf(at, timeZone)) - Date.parse(dayOf(now, timeZone))) / DAY_MS);

/** Minutes until then as people say them: whole ones, fives of them while it is far. Never below 0. */
export const minutesUntil = (at: Date, now: Date): number => {
  const minutes = Math.max(0, (at.getTime() - now.getTime()) / MINUTE_MS);
  return minutes <= EXACT_MINUTES ? Math.ceil(minutes) : Math.round(minutes / 5) * 5;
};

/** `Saturday 15 November` or `Sat 15 Nov`, with the year where it is not this one. */
export const dateInWords = (at: Date, now: Date, reader: Reader, width: 'long' | 'short'): string => {
  const { language, timeZone } = reader;
  const thisYear = dayOf(at, timeZone).slice(0, 4) === dayOf(now, timeZone).slice(0, 4);
  const options: Intl.DateTimeFormatOptions = { timeZone, weekday: width, day: 'numeric', month: width };
  return plain(format(LOCALES[language], thisYear ? options : { ...options, year: 'numeric' }).format(at));
};

/** `11:00`. */
export const timeInWords = (at: Date, { language, timeZone }: Reader): string =>
  plain(format(LOCALES[language], { timeZone, timeStyle: 'short' }).format(at));

const zoneName = (at: Date, { language, timeZone }: Reader, timeZoneName: 'long' | 'longGeneric'): string =>
  format(LOCALES[language], { timeZone, timeZoneName })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;

const isOffset = (name: string): boolean => /^GMT\s?[+-]/.test(name);

/**
 * `India Standard Time`: the zone's name on that day, summer time included; after its city or country where it has
 * no such name; and only without either the hours from Greenwich.
 */
export const zoneInWords = (at: Date, reader: Reader): string => {
  const name = zoneName(at, reader, 'long');
  return plain(isOffset(name) ? zoneName(at, reader, 'longGeneric') : name);
};

const counted = (count: number, unit: 'minute' | 'hour', language: Locale): string =>
  new Intl.NumberFormat(LOCALES[language], { style: 'unit', unit, unitDisplay: 'long' }).format(count);

/** `30 minutes`, `1 hour 15 minutes`. */
export const minutesInWords = (minutes: number, { language }: Reader): string => {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const parts = [
    ...(hours > 0 ? [counted(hours, 'hour', language)] : []),
    ...(rest > 0 || hours === 0 ? [counted(rest, 'minute', language)] : []),
  ];
  return plain(parts.join(' '));
};
