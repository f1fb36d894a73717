import { Problem } from '../problem.ts';
import type { MinuteRange } from './working-hours.ts';

/** @throws Problem `hours_overlap` where two ranges of one day share a minute, or one ends before it begins */
export const assertApart = (ranges: readonly (MinuteRange & { day: string })[]): void => {
  const ordered = ranges.toSorted((a, b) => a.day.localeCompare(b.day) || a.from - b.from);
  for (const [index, range] of ordered.entries()) {
    const before = ordered[index - 1];
    const overlaps = before?.day === range.day && before.to > range.from;
    if (overlaps || range.from >= range.to) throw new Problem('hours_overlap');
  }
};
