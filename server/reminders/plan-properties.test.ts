import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { QuietHours } from '../../contract/people.ts';
import { minuteOf, timeOf } from '../minutes.ts';
import { type Planned, plan } from './plan.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

const BEFORE_MINUTES: Readonly<Record<string, number>> = {
  reminder_day: 1440,
  reminder_hour: 60,
  reminder_quarter: 15,
};
const KINDS = Object.keys(BEFORE_MINUTES);

const startOf = (day: string): number => Date.parse(`${day}T00:00Z`) / MINUTE_MS;
/** Any minute of two years, and as often one within two days of a change of clocks. */
const start = fc.oneof(
  fc.integer({ min: startOf('2026-01-01'), max: startOf('2028-03-02') }),
  ...['2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01', '2028-02-29'].map(
    (day) => fc.integer({ min: startOf(day) - 1440, max: startOf(day) + 2880 }),
  ),
);
const timeZone = fc.constantFrom(
  'UTC',
  'Asia/Kolkata',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Pacific/Chatham',
  'Mars/Base',
);
const minuteOfDay = fc.integer({ min: 0, max: 1439 });
const quietHours = fc
  .tuple(minuteOfDay, minuteOfDay)
  .map(([from, to]): QuietHours => ({ from: timeOf(from), to: timeOf(to) }));
/** Minutes from now to the start: mostly of the last two days, where something can be past. */
const ahead = fc.oneof(fc.integer({ min: -60, max: 2880 }), fc.integer({ min: 0, max: 200_000 }));

interface Case {
  startsAt: number;
  now: number;
  timeZone: string;
  quietHours: QuietHours;
}
const anyCase: fc.Arbitrary<Case> = fc
  .record({ start, ahead, seconds: fc.integer({ min: 0, max: 59 }), timeZone, quietHours })
  .map(({ start: minute, ahead: minutes, seconds, ...reader }) => ({
    startsAt: minute * MINUTE_MS,
    now: (minute - minutes) * MINUTE_MS - seconds * 1000,
    ...reader,
  }));

const planOf = (each: Case, { now = each.now, quiet = true } = {}): Planned[] =>
  plan(
    {
      startsAt: new Date(each.startsAt),
      endsAt: new Date(each.startsAt + 30 * MINUTE_MS),
      status: 'CONFIRMED',
    },
    { timeZone: each.timeZone, quietHours: quiet ? each.quietHours : null },
    new Date(now),
  );

/** Whether the reader's clock shows a quiet minute, by a way that has nothing in common with the code's. */
const quietClock = ({ timeZone: zone, quietHours: hours }: Case): ((ms: number) => boolean) => {
  const timeZone = zone === 'Mars/Base' ? 'UTC' : zone;
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, hour: '2-digit', minute: '2-digit' });
  const [from, to] = [minuteOf(hours.from), minuteOf(hours.to)];
  return (ms) => {
    const shown = minuteOf(format.format(ms));
    return from <= to ? from <= shown && shown < to : from <= shown || shown < to;
  };
};

const holds = (check: (each: Case) => void): void => fc.assert(fc.property(anyCase, check), { numRuns: 500 });

describe('whatever the visit, the reader and the time of booking', () => {
  test('reminders are to come, before the start, in order, and never two at once', () => {
    holds((each) => {
      const planned = planOf(each);
      for (const [index, { dueAt, usefulUntil }] of planned.entries()) {
        expect(dueAt.getTime()).toBeGreaterThan(planned[index - 1]?.dueAt.getTime() ?? each.now);
        expect(dueAt.getTime()).toBeLessThan(each.startsAt);
        expect(usefulUntil).toEqual(new Date(each.startsAt));
      }
      const kinds = planned.map(({ kind }) => kind);
      expect(kinds).toEqual(KINDS.filter((kind) => kinds.some((planned) => planned === kind)));
    });
  });

  test('without quiet hours they are those whose elapsed time is still to come', () => {
    holds((each) => {
      const expected = Object.values(BEFORE_MINUTES).map((minutes) => each.startsAt - minutes * MINUTE_MS);
      expect(planOf(each, { quiet: false }).map(({ dueAt }) => dueAt.getTime())).toEqual(
        expected.filter((dueAt) => dueAt > each.now),
      );
    });
  });

  test('quiet hours never take away all of them', () => {
    holds((each) => {
      const was = planOf(each, { quiet: false });
      if (was.length > 0) expect(planOf(each).at(-1)?.kind).toBe('reminder_quarter');
    });
  });

  test('a reminder is told in quiet hours only if it could neither wait for their end nor go before them', () => {
    holds((each) => {
      const isQuiet = quietClock(each);
      for (const { kind, dueAt } of planOf(each).filter(({ dueAt }) => isQuiet(dueAt.getTime()))) {
        const own = each.startsAt - (BEFORE_MINUTES[kind] ?? 0) * MINUTE_MS;
        expect(dueAt.getTime()).toBe(own);
        // It is quiet all the way from a minute after now until less than 5 minutes before the start.
        for (let ms = each.now + MINUTE_MS; ms < each.startsAt - 5 * MINUTE_MS; ms += MINUTE_MS)
          if (!isQuiet(ms)) expect.fail(`${kind} could have been told at ${new Date(ms).toISOString()}`);
      }
    });
  });

  test('a reminder outside quiet hours keeps its time, or is told where they end or a minute before they begin', () => {
    holds((each) => {
      const isQuiet = quietClock(each);
      for (const { kind, dueAt } of planOf(each)) {
        const at = dueAt.getTime();
        const own = each.startsAt - (BEFORE_MINUTES[kind] ?? 0) * MINUTE_MS;
        if (at === own) continue;
        expect(isQuiet(own)).toBe(true);
        expect(isQuiet(at)).toBe(false);
        expect(isQuiet(at > own ? at - MINUTE_MS : at + MINUTE_MS)).toBe(true);
        expect(Math.abs(at - own)).toBeLessThan(2 * DAY_MS);
        if (at > own) expect(each.startsAt - at).toBeGreaterThanOrEqual(5 * MINUTE_MS);
      }
    });
  });

  test('planning anew later keeps all that was still to come', () => {
    fc.assert(
      fc.property(anyCase, fc.double({ min: 0, max: 1, noNaN: true }), (each, part) => {
        const later = Math.floor(each.now + Math.max(0, each.startsAt - each.now) * part);
        const kept = planOf(each).filter(({ dueAt }) => dueAt.getTime() > later);
        expect(planOf(each, { now: later })).toEqual(expect.arrayContaining(kept));
      }),
      { numRuns: 500 },
    );
  });
});
