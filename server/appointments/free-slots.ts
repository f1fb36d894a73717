import { type Span, type WorkingHours, workingSpans } from './working-hours.ts';

const MINUTE_MS = 60_000;

interface SlotRange {
  hours: WorkingHours;
  slotMinutes: number;
  /** Slots that start in here. */
  within: Span;
}

const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

/** The slots of the doctor's hours, one after the other from the start of each stretch of work. */
const allSlots = ({ hours, slotMinutes, within }: SlotRange): { slot: Span; work: Span }[] => {
  const length = slotMinutes * MINUTE_MS;
  return workingSpans(hours, within).flatMap((work) => {
    const slots: { slot: Span; work: Span }[] = [];
    for (let start = work.start; start + length <= work.end && start < within.end; start += length) {
      if (start >= within.start) slots.push({ slot: { start, end: start + length }, work });
    }
    return slots;
  });
};

/** The slots that start after `now` and that no visit of `taken` overlaps, earliest first. */
export const freeSlots = ({
  taken,
  now,
  ...range
}: SlotRange & { taken: readonly Span[]; now: number }): Span[] => {
  const sorted = taken.toSorted((a, b) => a.start - b.start);
  let next = 0;
  return allSlots(range)
    .map(({ slot }) => slot)
    .filter((slot) => {
      while (next < sorted.length && (sorted[next]?.end ?? 0) <= slot.start) next += 1;
      const visit = sorted[next];
      return slot.start > now && !(visit && overlaps(visit, slot));
    });
};

/**
 * Whether a visit of this length may start at `start`: at the start of a slot, and over before that
 * stretch of work is. Whether it is still free is another question.
 */
export const startsOnSlot = (
  hours: WorkingHours,
  slotMinutes: number,
  { start, minutes }: { start: number; minutes: number },
): boolean =>
  allSlots({ hours, slotMinutes, within: { start, end: start + 1 } }).some(
    ({ slot, work }) => slot.start === start && start + minutes * MINUTE_MS <= work.end,
  );
