import type { Availability } from '../../../contract/appointments.ts';

export interface Range {
  from: string;
  to: string;
}
export type Weekly = Availability['weekly'];
export type Exception = Availability['exceptions'][number];

/** ISO 8601, as the contract counts: 1 is Monday. */
export const WEEKDAYS = [
  { weekday: 1, name: 'Monday' },
  { weekday: 2, name: 'Tuesday' },
  { weekday: 3, name: 'Wednesday' },
  { weekday: 4, name: 'Thursday' },
  { weekday: 5, name: 'Friday' },
  { weekday: 6, name: 'Saturday' },
  { weekday: 7, name: 'Sunday' },
] as const;

export const FIRST_HOURS: Range = { from: '09:00', to: '17:00' };

/** A time field knows no 24:00; as an end, 00:00 can mean nothing else. */
export const endToField = (to: string): string => (to === '24:00' ? '00:00' : to);
export const endFromField = (to: string): string => (to === '00:00' ? '24:00' : to);

/** What is wrong with a day's hours, in words; null when nothing is. */
export const faultIn = (ranges: readonly Range[]): string | null => {
  if (ranges.some(({ from, to }) => !from || !to)) return 'Fill in both times, or remove the line.';
  if (ranges.some(({ from, to }) => from >= to)) return 'The end must come after the start.';
  const sorted = ranges.toSorted((a, b) => a.from.localeCompare(b.from));
  const overlaps = sorted.some(({ to }, index) => to > (sorted[index + 1]?.from ?? '99:99'));
  return overlaps ? 'These hours overlap.' : null;
};

/** The next free stretch to offer after the ones there are. */
export const nextRange = (ranges: readonly Range[]): Range => {
  const last = ranges.toSorted((a, b) => a.to.localeCompare(b.to)).at(-1);
  if (!last) return FIRST_HOURS;
  const hour = (by: number): string => `${String(Number(last.to.slice(0, 2)) + by).padStart(2, '0')}:00`;
  return Number(last.to.slice(0, 2)) <= 20 ? { from: hour(1), to: hour(3) } : { from: '', to: '' };
};

export const hoursOn = (weekly: Weekly, weekday: number): Weekly =>
  weekly.filter((hours) => hours.weekday === weekday);

export const withDay = (weekly: Weekly, weekday: number, ranges: readonly Range[]): Weekly => [
  ...weekly.filter((hours) => hours.weekday !== weekday),
  ...ranges.map(({ from, to }) => ({ weekday, from, to })),
];

/** Monday's hours on every day until Friday. */
export const withWorkdaysAsMonday = (weekly: Weekly): Weekly =>
  [2, 3, 4, 5].reduce((week, weekday) => withDay(week, weekday, hoursOn(weekly, 1)), weekly);

export const faultInException = (exception: Exception): string | null => {
  if (!exception.date) return 'Choose a date.';
  return 'closed' in exception ? null : faultIn([exception]);
};
