import { describe, expect, test } from 'vitest';
import type { AppointmentStatus } from '../../contract/appointments.ts';
import type { VisitMessageKind } from '../../contract/deliveries.ts';
import { judge, type Verdict } from './judge.ts';

const START = new Date('2026-11-21T10:00Z');
const NOW = new Date('2026-11-21T09:45Z');

const told = (kind: VisitMessageKind, version = 3) => ({ kind, version, usefulUntil: START });
const visit = (status: AppointmentStatus) => ({ version: 3, status });

describe('a message is true only while the visit stands as it says', () => {
  const STATUSES = ['SCHEDULED', 'CONFIRMED', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED', 'NO_SHOW'] as const;
  const fits: [VisitMessageKind, AppointmentStatus[]][] = [
    ['visit_requested', ['SCHEDULED']],
    ['visit_confirmed', ['CONFIRMED', 'IN_PROGRESS']],
    ['visit_moved', ['CONFIRMED', 'IN_PROGRESS']],
    ['visit_cancelled', ['CANCELLED']],
    ['reminder_day', ['CONFIRMED']],
    ['reminder_hour', ['CONFIRMED']],
    ['reminder_quarter', ['CONFIRMED']],
  ];
  test.each(fits)('%s while it is %s', (kind, expected) => {
    const found = STATUSES.filter((status) => judge(told(kind), visit(status), false, NOW) === 'true');
    expect(found).toEqual(expected);
    const others = STATUSES.filter((status) => !expected.includes(status));
    expect(others.map((status) => judge(told(kind), visit(status), false, NOW))).toEqual(
      others.map(() => 'untrue'),
    );
  });

  test.each([2, 4])('and is of the version it tells of, not %i', (version) => {
    expect(judge(told('reminder_hour', version), visit('CONFIRMED'), false, NOW)).toBe('untrue');
  });
});

describe('a message that is true', () => {
  const later = (ms: number): Date => new Date(START.getTime() + ms);
  const rows: [string, VisitMessageKind, AppointmentStatus, boolean, Date, Verdict][] = [
    ['is sent to the last millisecond', 'reminder_quarter', 'CONFIRMED', false, later(-1), 'true'],
    ['is late when it serves nobody any more', 'reminder_quarter', 'CONFIRMED', false, later(0), 'late'],
    ['is late as news, too', 'visit_confirmed', 'IN_PROGRESS', false, later(1), 'late'],
    ['gives way to a nearer reminder', 'reminder_day', 'CONFIRMED', true, NOW, 'superseded'],
    ['stays as news beside a reminder', 'visit_confirmed', 'CONFIRMED', true, NOW, 'true'],
    ['is late rather than superseded', 'reminder_day', 'CONFIRMED', true, later(0), 'late'],
  ];
  test.each(rows)('%s', (_, kind, status, laterDue, now, expected) => {
    expect(judge(told(kind), visit(status), laterDue, now)).toBe(expected);
  });

  test('is untrue before it is late or superseded', () => {
    expect(judge(told('reminder_day'), visit('CANCELLED'), true, later(1))).toBe('untrue');
    expect(judge(told('reminder_day', 2), visit('CONFIRMED'), true, later(1))).toBe('untrue');
  });
});
