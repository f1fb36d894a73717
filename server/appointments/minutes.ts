import { Problem } from '../problem.ts';
import type { MinuteRange } from './working-hours.ts';

const HOUR = 60;

/** Minutes from midnight of `09:30`; `24:00` is 1440. */
export const minuteOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * HOUR + minutes;
};

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** The opposite of `minuteOf`. */
export const timeOf = (minute: number): string =>
  `${twoDigits(Math.floor(minute / HOUR))}:${twoDigits(minute % HOUR)}`;

/** @throws Problem `hours_overlap` where two ranges of one day share a minute, or one ends before it begins */
export const assertApart = (ranges: readonly (MinuteRange & { day: string })[]): void => {
  const ordered = ranges.toSorted((a, b) => a.day.localeCompare(b.day) || a.from - b.from);
  for (const [index, range] of ordered.entries()) {
    const before = ordered[index - 1];
    const overlaps = before?.day === range.day && before.to > range.from;
    if (overlaps || range.from >= range.to) throw new Problem('hours_overlap');
  }
};
