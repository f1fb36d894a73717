import { joinWindow } from '../appointments/join-window.ts';
import type { Span } from '../appointments/working-hours.ts';
import type { Config } from '../config.ts';

const MINUTE_MS = 60_000;
const STEP_MINUTES = 5;
const LENGTHS = [60, 30, 15, 5];

/** Minutes from now at which to try: now, then a little earlier and later in turn. */
const OFFSETS = [0, -1, 1, -2, 2, -3, 3, -4, -5, -6, -7, -8].map((steps) => steps * STEP_MINUTES);

const isFree = (wanted: Span, taken: readonly Span[]): boolean =>
  taken.every((visit) => visit.end <= wanted.start || visit.start >= wanted.end);

/**
 * When a visit would be free of all that is `taken` and could be joined now: best from the last five
 * minutes on for an hour, else shorter or a little off. Null where there is no such time.
 */
export const joinableTime = (now: number, taken: readonly Span[], margins: Config['visits']): Span | null => {
  const base = Math.floor(now / (STEP_MINUTES * MINUTE_MS)) * STEP_MINUTES * MINUTE_MS;
  for (const minutes of LENGTHS) {
    for (const offset of OFFSETS) {
      const start = base + offset * MINUTE_MS;
      const wanted = { start, end: start + minutes * MINUTE_MS };
      const { opensAt, closesAt } = joinWindow(
        { startsAt: new Date(wanted.start), endsAt: new Date(wanted.end) },
        margins,
      );
      const opens = opensAt.getTime() <= now && now < closesAt.getTime();
      if (opens && isFree(wanted, taken)) return wanted;
    }
  }
  return null;
};
