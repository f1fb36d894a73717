import { describe, expect, it } from 'vitest';
import type { VisitMessageKind } from '../../contract/deliveries.ts';
import { wordedAs } from './worded-as.ts';

const startsAt = new Date('2026-11-21T07:00:00Z');
const minutesBefore = (minutes: number) => new Date(startsAt.getTime() - minutes * 60_000);

describe('the words of a reminder', () => {
  it.each<[VisitMessageKind, number, number, VisitMessageKind]>([
    ['reminder_day', 24 * 60, 15, 'reminder_day'],
    ['reminder_hour', 60, 15, 'reminder_hour'],
    ['reminder_quarter', 15, 15, 'reminder_quarter'],
    ['reminder_quarter', 9 * 60, 15, 'reminder_day'],
    ['reminder_hour', 9 * 60, 15, 'reminder_day'],
    ['reminder_day', 70, 15, 'reminder_hour'],
    ['reminder_day', 3, 15, 'reminder_quarter'],
    ['reminder_quarter', 15, 5, 'reminder_hour'],
    ['reminder_hour', 60, 60, 'reminder_quarter'],
    ['reminder_quarter', 15, 0, 'reminder_hour'],
    ['visit_confirmed', 3, 15, 'visit_confirmed'],
    ['visit_cancelled', 24 * 60, 15, 'visit_cancelled'],
  ])(
    'of a %s, %i minutes before the start and with a door that opens %i before, are those of a %s',
    (kind, before, opens, worded) => {
      expect(wordedAs(kind, { now: minutesBefore(before), startsAt, opensAt: minutesBefore(opens) })).toBe(
        worded,
      );
    },
  );
});
