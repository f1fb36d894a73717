import { Temporal } from 'temporal-polyfill';

/** Minutes of one's own day, 0 to 1440. */
export interface MinuteRange {
  from: number;
  to: number;
}

/** A doctor's hours in the doctor's own zone. */
export interface WorkingHours {
  timeZone: string;
  /** Weekday 1 is Monday (ISO 8601). */
  weekly: readonly (MinuteRange & { weekday: number })[];
  /** On this date (`2025-10-18`) the weekly hours do not count; null is a day off. */
  exceptions: readonly { date: string; hours: MinuteRange | null }[];
}

/** From `start` until before `end`, in milliseconds of UTC. */
export interface Span {
  start: number;
  end: number;
}

interface Offset extends Span {
  /** What the zone's clocks are ahead of UTC, in milliseconds. */
  ahead: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const THURSDAY = 4;

/** The stretches of `span` in which the zone keeps one offset, in order. */
const offsetsIn = (timeZone: string, { start, end }: Span): Offset[] => {
  const offsets: Offset[] = [];
  let at: Temporal.ZonedDateTime | null =
    Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(timeZone);
  while (at && at.epochMilliseconds < end) {
    const next: Temporal.ZonedDateTime | null = at.getTimeZoneTransition('next');
    const until = Math.min(next?.epochMilliseconds ?? end, end);
    offsets.push({ start: at.epochMilliseconds, end: until, ahead: at.offsetNanoseconds / 1_000_000 });
    at = next;
  }
  return offsets;
};

/** 1 January 1970, day 0, was a Thursday. */
const weekdayOf = (day: number): number => ((((day + THURSDAY - 1) % 7) + 7) % 7) + 1;
const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

const hoursOn = ({ weekly, exceptions }: WorkingHours, day: number): MinuteRange[] => {
  const date = dateOf(day);
  const special = exceptions.filter((exception) => exception.date === date);
  const ranges: MinuteRange[] =
    special.length > 0
      ? special.flatMap(({ hours }) => (hours ? [hours] : []))
      : weekly.filter(({ weekday }) => weekday === weekdayOf(day));
  return ranges.toSorted((a, b) => a.from - b.from);
};

/**
 * The instants at which the doctor's clock shows a time of `range` on `day`. Where the clocks go forward
 * some of the range may be missing, where they go back some of it comes twice; pieces that touch are one.
 */
const instantsOf = (day: number, { from, to }: MinuteRange, offsets: readonly Offset[]): Span[] => {
  const pieces: Span[] = [];
  for (const { start, end, ahead } of offsets) {
    const piece = {
      start: Math.max(start, day * DAY_MS + from * MINUTE_MS - ahead),
      end: Math.min(end, day * DAY_MS + to * MINUTE_MS - ahead),
    };
    if (piece.start >= piece.end) continue;
    const last = pieces.at(-1);
    if (last?.end === piece.start) last.end = piece.end;
    else pieces.push(piece);
  }
  return pieces;
};

/** The stretches of work that touch `span`, whole, earliest first. Times are the zone's own, DST included. */
export const workingSpans = (hours: WorkingHours, span: Span): Span[] => {
  // A zone is at most 15 hours off UTC; two days around hold every stretch that reaches in.
  const around = { start: span.start - 2 * DAY_MS, end: span.end + 2 * DAY_MS };
  const offsets = offsetsIn(hours.timeZone, around);
  const spans: Span[] = [];
  for (let day = Math.floor(around.start / DAY_MS); day * DAY_MS < around.end; day += 1) {
    for (const range of hoursOn(hours, day)) spans.push(...instantsOf(day, range, offsets));
  }
  return spans
    .filter(({ start, end }) => start < span.end && end > span.start)
    .toSorted((a, b) => a.start - b.start);
};
