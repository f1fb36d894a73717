import { Temporal } from 'temporal-polyfill';
import type { QuietHours } from '../../contract/people.ts';
import { minuteOf } from '../minutes.ts';
import { isTimeZone } from '../people/time-zone.ts';

/** From `start` until before `end`, in milliseconds of UTC. */
export interface QuietSpan {
  start: number;
  end: number;
}

/** A stretch of the day in milliseconds, begun at `from` and `length` long; it may go over midnight. */
interface Stretch {
  from: number;
  length: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const NANOSECONDS_IN_MS = 1_000_000;

const modulo = (value: number, by: number): number => ((value % by) + by) % by;

const stretchOf = ({ from, to }: QuietHours): Stretch => {
  const start = minuteOf(from) * MINUTE_MS;
  return { from: modulo(start, DAY_MS), length: modulo(minuteOf(to) * MINUTE_MS - start, DAY_MS) };
};

const zoned = (at: number, timeZone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);

/** How long, by the clocks of `time`, the stretch has been going on; null outside it. */
const sinceFrom = ({ from, length }: Stretch, time: Temporal.ZonedDateTime): number | null => {
  const shown = time.epochMilliseconds + time.offsetNanoseconds / NANOSECONDS_IN_MS;
  const since = modulo(shown - from, DAY_MS);
  return since < length ? since : null;
};

/** The first instant from `at` on that is not quiet. Where the clocks change they are read anew. */
const endFrom = (at: number, stretch: Stretch, timeZone: string): number => {
  const time = zoned(at, timeZone);
  const since = sinceFrom(stretch, time);
  if (since === null) return at;
  const change = time.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY;
  return endFrom(Math.min(at + stretch.length - since, change), stretch, timeZone);
};

/** The first quiet instant of those that lead to the quiet `at` without a break. */
const startBefore = (at: number, stretch: Stretch, timeZone: string): number => {
  const time = zoned(at, timeZone);
  const since = sinceFrom(stretch, time);
  // One that is not quiet was looked at from the millisecond after it.
  if (since === null) return at + 1;
  // Of an instant that is itself a change, that change is the one its clocks go by.
  const change = zoned(at + 1, timeZone).getTimeZoneTransition('previous')?.epochMilliseconds;
  return startBefore(Math.max(at - since, change ?? Number.NEGATIVE_INFINITY) - 1, stretch, timeZone);
};

/**
 * The quiet time around `at`, by what the clocks of the zone show: where they go back the same minutes are quiet
 * twice, where they go forward some are missing. Null where it is not quiet. A zone that is none counts as UTC,
 * and hours that end as they begin are no time at all.
 */
export const quietSpanAt = (quietHours: QuietHours, timeZone: string, at: number): QuietSpan | null => {
  const stretch = stretchOf(quietHours);
  const zone = isTimeZone(timeZone) ? timeZone : 'UTC';
  const end = endFrom(at, stretch, zone);
  return end === at ? null : { start: startBefore(at, stretch, zone), end };
};
