import { Problem } from './problem.ts';

const DAY_MS = 86_400_000;

/** Calendar dates, `2025-10-18`, both counted in. */
export interface DayRange {
  from: string;
  to: string;
}

const midnight = (date: string): number => Date.parse(`${date}T00:00:00Z`);

const daysLater = (date: string, days: number): string =>
  new Date(midnight(date) + days * DAY_MS).toISOString().slice(0, 10);

/** Days from the first to the last, both counted in; below 1 where the range runs backwards. */
const lengthOf = ({ from, to }: DayRange): number => (midnight(to) - midnight(from)) / DAY_MS + 1;

/** @throws Problem `invalid_request` where the calendar has no such day; PostgreSQL's has no year 0 */
export const assertCalendarDate = (date: string, path: string): void => {
  const exists = !Number.isNaN(midnight(date)) && daysLater(date, 0) === date && !date.startsWith('0000');
  if (exists) return;
  const message = 'There is no such day.';
  throw new Problem('invalid_request', { detail: message, fields: [{ path, message }] });
};

/** Every day of a range, in order. */
export const daysOf = (range: DayRange): string[] =>
  Array.from({ length: lengthOf(range) }, (_, index) => daysLater(range.from, index));

/**
 * The days that somebody asked for; where they left them out, the last `usual` of their own days, today with them.
 * @param today the asking person's own date
 * @throws Problem `invalid_request`; `range_invalid` where it runs backwards or is longer than `most` days
 */
export const dayRange = (
  { from, to }: { from: string | undefined; to: string | undefined },
  { today, usual, most }: { today: string; usual: number; most: number },
): DayRange => {
  if (from !== undefined) assertCalendarDate(from, '/from');
  if (to !== undefined) assertCalendarDate(to, '/to');
  const last = to ?? (from !== undefined && from > today ? from : today);
  const range = { from: from ?? daysLater(last, 1 - usual), to: last };
  const length = lengthOf(range);
  if (length < 1 || length > most) throw new Problem('range_invalid');
  return range;
};

/** The date in a zone at an instant. */
export const dateIn = (timeZone: string, instant: Date): string =>
  // The Swedish form is ISO 8601.
  new Intl.DateTimeFormat('sv-SE', { timeZone, calendar: 'iso8601', dateStyle: 'short' }).format(instant);
