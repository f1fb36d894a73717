/*
 * Every date and time that a person reads is written here: in their time zone, which is named,
 * and in the conventions of their browser. The words are English, as the pages are.
 */

export interface Reader {
  /** BCP 47. */
  locale: string;
  /** IANA. */
  timeZone: string;
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

type Moment = string | number | Date;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Building a formatter costs far more than using it, and a list uses the same few for every row. */
const format = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  formats.set(key, made);
  return made;
};

/** English in the reader's own variety (12 or 24 hours, day or month first), British where they prefer another language. */
export const readingLocale = (preferred: readonly string[]): string =>
  preferred.find((tag) => /^en-/i.test(tag)) ?? 'en-GB';

export const readerOf = (person: { time_zone: string }): Reader => ({
  locale: readingLocale(globalThis.navigator?.languages ?? []),
  timeZone: person.time_zone,
});

/** The calendar day of an instant in a zone, `2026-11-24`. */
export const dayOf = (at: Moment, timeZone: string): string =>
  format('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(at));

/** Whole calendar days from one day to another; negative backwards. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);

/** The day `count` days on. */
export const addDays = (day: string, count: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY).toISOString().slice(0, 10);

/** "11:00" or "11:00 AM". */
export const timeOfDay = (at: Moment, { locale, timeZone }: Reader): string =>
  format(locale, { timeZone, timeStyle: 'short' }).format(new Date(at));

/** The hour of the day, 0 to 23. */
export const hourOf = (at: Moment, timeZone: string): number =>
  Number(format('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(new Date(at)));

/** "Tuesday 24 November", with the year where it is not this one. */
export const dateInWords = (day: string, { locale, timeZone }: Reader, now: Moment): string =>
  format(locale, {
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(day.slice(0, 4) === dayOf(now, timeZone).slice(0, 4) ? {} : { year: 'numeric' }),
  }).format(new Date(`${day}T00:00:00Z`));

/** "Tue", for places with little room. */
export const shortWeekday = (day: string, locale: string): string =>
  format(locale, { timeZone: 'UTC', weekday: 'short' }).format(new Date(`${day}T00:00:00Z`));

/** "24 Nov", for places with little room. */
export const shortDate = (day: string, locale: string): string =>
  format(locale, { timeZone: 'UTC', day: 'numeric', month: 'short' }).format(new Date(`${day}T00:00:00Z`));

/** "today", "tomorrow", "yesterday", or the date in words. */
export const dayInWords = (day: string, reader: Reader, now: Moment): string => {
  const distance = daysBetween(dayOf(now, reader.timeZone), day);
  if (distance === 0) return 'today';
  if (distance === 1) return 'tomorrow';
  if (distance === -1) return 'yesterday';
  return dateInWords(day, reader, now);
};

/** "today at 11:00", "Tuesday 24 November at 11:00". */
export const pointInTime = (at: Moment, reader: Reader, now: Moment): string =>
  `${dayInWords(dayOf(at, reader.timeZone), reader, now)} at ${timeOfDay(at, reader)}`;

/** The same inside a sentence: "today at 11:00", "on Tuesday 24 November at 11:00". */
export const dayAndTime = (at: Moment, reader: Reader, now: Moment): string => {
  const isNamed = Math.abs(daysBetween(dayOf(now, reader.timeZone), dayOf(at, reader.timeZone))) <= 1;
  return `${isNamed ? '' : 'on '}${pointInTime(at, reader, now)}`;
};

const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;

const distanceInWords = (milliseconds: number, days: number): string => {
  const minutes = Math.ceil(milliseconds / MINUTE);
  if (milliseconds < MINUTE) return 'less than a minute';
  if (minutes < 90) return counted(minutes, 'minute');
  if (days < 2) return counted(Math.round(milliseconds / HOUR), 'hour');
  return counted(days, 'day');
};

/** "in 12 minutes", "in 3 hours", "in 2 days" (calendar days of the reader's), "5 minutes ago". */
export const fromNow = (at: Moment, reader: Reader, now: Moment): string => {
  const distance = new Date(at).getTime() - new Date(now).getTime();
  const days = Math.abs(daysBetween(dayOf(now, reader.timeZone), dayOf(at, reader.timeZone)));
  if (distance > 0) return `in ${distanceInWords(distance, days)}`;
  if (distance > -MINUTE) return 'now';
  return `${distanceInWords(Math.floor(-distance / MINUTE) * MINUTE, days)} ago`;
};

/** "today at 11:00, in 12 minutes"; once it began "today at 11:00, began 5 minutes ago". */
export const visitInWords = (
  visit: { startsAt: Moment; endsAt: Moment },
  reader: Reader,
  now: Moment,
): string => {
  const at = pointInTime(visit.startsAt, reader, now);
  const time = new Date(now).getTime();
  if (time >= new Date(visit.endsAt).getTime()) return at;
  const distance = fromNow(visit.startsAt, reader, now);
  if (distance === 'now') return `${at}, now`;
  return time < new Date(visit.startsAt).getTime() ? `${at}, ${distance}` : `${at}, began ${distance}`;
};

/** "India Standard Time": the zone's name on that day, summer time included. */
export const zoneInWords = (at: Moment, { locale, timeZone }: Reader): string =>
  format(locale, { timeZone, timeZoneName: 'long' })
    .formatToParts(new Date(at))
    .find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;

/** "30 minutes", "1 hour 15 minutes". */
export const minutesInWords = (minutes: number): string => {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return counted(rest, 'minute');
  return rest === 0 ? counted(hours, 'hour') : `${counted(hours, 'hour')} ${counted(rest, 'minute')}`;
};

/** A measured length: seconds below a minute, whole minutes above. */
export const secondsInWords = (seconds: number): string =>
  seconds < 60 ? counted(seconds, 'second') : minutesInWords(Math.round(seconds / 60));

/** "4:32", "1:04:32"; never below "0:00". */
export const countdown = (milliseconds: number): string => {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const pad = (part: number): string => String(part).padStart(2, '0');
  const minutes = Math.floor(seconds / 60) % 60;
  const hours = Math.floor(seconds / 3600);
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
};

/** Groups by the reader's calendar day, in order of time. */
export const groupByDay = <T>(
  items: readonly T[],
  startOf: (item: T) => Moment,
  timeZone: string,
): { day: string; items: T[] }[] => {
  const days = new Map<string, T[]>();
  const sorted = items.toSorted((a, b) => new Date(startOf(a)).getTime() - new Date(startOf(b)).getTime());
  for (const item of sorted) {
    const day = dayOf(startOf(item), timeZone);
    const group = days.get(day);
    if (group) group.push(item);
    else days.set(day, [item]);
  }
  return Array.from(days, ([day, group]) => ({ day, items: group }));
};
