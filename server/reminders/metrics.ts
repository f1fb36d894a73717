import { Counter, Histogram } from 'prom-client';
import type { VisitMessageKind } from '../../contract/deliveries.ts';

/** Seconds; 99 of 100 are promised within 5, all within 60 of being due after a crash. */
const BUCKETS = [0.5, 1, 2, 5, 15, 30, 60, 300, 3_600];

/** What `GET /metrics` tells of reminders, with the next one. */
export const remindersEnded = new Counter({
  name: 'anteroom_reminders_total',
  help: 'Messages about visits that came to their end, by kind and how: sent, or why not',
  labelNames: ['kind', 'outcome'] as const,
  registers: [],
});

export const reminderLateness = new Histogram({
  name: 'anteroom_reminder_lateness_seconds',
  help: 'From when a message about a visit was due until a provider took it',
  labelNames: ['kind'] as const,
  buckets: BUCKETS,
  registers: [],
});

export const countEnd = (kind: VisitMessageKind, outcome: string): void =>
  remindersEnded.inc({ kind, outcome });

export const observeLateness = (kind: VisitMessageKind, milliseconds: number): void =>
  reminderLateness.observe({ kind }, Math.max(0, milliseconds) / 1_000);
