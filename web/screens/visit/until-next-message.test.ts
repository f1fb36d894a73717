import { describe, expect, test } from 'vitest';
import type { VisitMessages } from '../../../contract/reminders.ts';
import { untilNextMessage } from './until-next-message.ts';

const NOW = Date.parse('2026-11-28T10:00:00Z');
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const person = {
  id: '0193d2b0-0000-7000-8000-000000000001',
  first_name: 'Priya',
  last_name: 'Raman',
  role: 'patient',
  profile_image_url: null,
} as const;

type Status = VisitMessages['sent'][number]['status'];

const sent = (status: Status, ago: number): VisitMessages['sent'][number] => ({
  id: person.id,
  kind: 'visit_confirmed',
  person,
  channel: 'email',
  to: 'p•••@clinic.test',
  status,
  fault: null,
  created_at: new Date(NOW - ago).toISOString(),
  history: [],
});

const planned = (inMs: number): VisitMessages['planned'][number] => ({
  kind: 'reminder_hour',
  person,
  line: 'email',
  due_at: new Date(NOW + inMs).toISOString(),
});

describe('the messages of a visit are looked at again', () => {
  test.each<[string, VisitMessages, number | false]>([
    ['soon while one waits', { sent: [sent('queued', MINUTE)], planned: [] }, 5 * SECOND],
    ['soon while a receipt may come', { sent: [sent('sent', MINUTE)], planned: [] }, 5 * SECOND],
    ['never for a receipt that will not come', { sent: [sent('sent', 60 * MINUTE)], planned: [] }, false],
    ['never when all is told', { sent: [sent('read', MINUTE)], planned: [] }, false],
    ['when the next is due', { sent: [], planned: [planned(30 * SECOND)] }, 32 * SECOND],
    ['soon when one is overdue', { sent: [], planned: [planned(-MINUTE)] }, 5 * SECOND],
    ['each minute until then', { sent: [], planned: [planned(60 * MINUTE)] }, MINUTE],
  ])('%s', (_, messages, until) => {
    expect(untilNextMessage(messages, NOW)).toBe(until);
  });
});
