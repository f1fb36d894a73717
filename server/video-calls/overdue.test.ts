import { describe, expect, test } from 'vitest';
import { overdue } from './overdue.ts';
import { type CallFacts, newCall } from './video-call.ts';

const at = (time: string): Date => new Date(`2026-03-02T${time}:00Z`);
const closesAt = at('11:00');
const side = (joined: string | null, left: string | null = null, seen: string | null = null) => ({
  joinedAt: joined ? at(joined) : null,
  leftAt: left ? at(left) : null,
  seenAt: seen ? at(seen) : null,
});

const judge = (
  facts: CallFacts | null,
  time: string,
  status: 'SCHEDULED' | 'CONFIRMED' | 'IN_PROGRESS' | 'CANCELLED' = facts?.startedAt
    ? 'IN_PROGRESS'
    : 'CONFIRMED',
  sessionType: 'telehealth' | 'in_person' = 'telehealth',
) => overdue({ facts, appointment: { status, sessionType }, now: at(time), closesAt });

const running = (doctor: CallFacts['doctor'], patient: CallFacts['patient']): CallFacts => ({
  ...newCall,
  status: 'IN_PROGRESS',
  startedAt: at('10:00'),
  doctor,
  patient,
});

describe('a visit that nobody brings to its end', () => {
  test.each([
    ['neither came', newCall, 'both'],
    ['the call was never opened', null, 'both'],
    ['the doctor came', { ...newCall, doctor: side('09:58') }, 'patient'],
    ['the patient came', { ...newCall, patient: side('09:58') }, 'doctor'],
    [
      'the patient went before the doctor came',
      { ...newCall, patient: side('09:46', '09:47'), doctor: side('10:00') },
      'patient',
    ],
    [
      'the doctor went before the patient came',
      { ...newCall, doctor: side('10:00', '10:20'), patient: side('10:30', '10:40') },
      'doctor',
    ],
  ])('is a no-show once the window has closed: %s', (_name, facts, missing) => {
    expect(judge(facts, '10:59')).toBe('no_effect');
    expect(judge(facts, '11:00')).toMatchObject({
      to: { status: 'NO_SHOW', missing },
      appointment: { status: 'NO_SHOW' },
    });
  });

  test('is cancelled when it was never confirmed, in person too', () => {
    expect(judge(null, '10:59', 'SCHEDULED')).toBe('no_effect');
    for (const type of ['telehealth', 'in_person'] as const) {
      expect(judge(null, '11:00', 'SCHEDULED', type)).toMatchObject({ appointment: { status: 'CANCELLED' } });
    }
  });

  test('is left alone where it took place without us', () => {
    expect(judge(null, '11:30', 'CONFIRMED', 'in_person')).toBe('no_effect');
    expect(judge(null, '11:30', 'CANCELLED')).toBe('no_effect');
  });

  test.each([
    ['both left', running(side('09:58', '10:12'), side('10:00', '10:14'))],
    ['one left, the other’s connection died', running(side('09:58', '10:12'), side('10:00', null, '10:14'))],
    ['the doctor started alone and left', running(side('10:00', '10:14'), side(null))],
  ])('is completed five minutes after the last went: %s', (_name, facts) => {
    expect(judge(facts, '10:18')).toBe('no_effect');
    expect(judge(facts, '10:19')).toMatchObject({
      to: { status: 'COMPLETED', endedAt: at('10:14'), endedBy: 'sweep' },
      appointment: { status: 'COMPLETED', completionFinal: false },
    });
  });

  test.each([
    ['one is in', running(side('09:58', '10:12'), side('10:00'))],
    ['one was seen a minute ago', running(side('09:58', '10:12'), side('10:00', null, '10:29'))],
  ])('goes on while %s, until the window closes', (_name, facts) => {
    expect(judge(facts, '10:30')).toBe('no_effect');
    expect(judge(facts, '11:00')).toMatchObject({ to: { status: 'COMPLETED', endedBy: 'sweep' } });
  });

  test('ends when the window closed, or when the last went before', () => {
    expect(judge(running(side('09:58'), side('10:00')), '11:20')).toMatchObject({
      to: { endedAt: closesAt },
    });
    expect(judge(running(side('09:58', '10:58'), side('10:00', '10:57')), '11:00')).toMatchObject({
      to: { endedAt: at('10:58') },
    });
  });

  test('does not hang open after its call failed', () => {
    const failed: CallFacts = { ...newCall, status: 'FAILED' };
    expect(judge(failed, '10:59')).toBe('no_effect');
    expect(judge(failed, '11:00')).toMatchObject({ to: failed, appointment: { status: 'CANCELLED' } });
    const met: CallFacts = { ...failed, startedAt: at('10:00'), endedAt: at('10:05') };
    expect(judge(met, '11:00', 'CONFIRMED')).toMatchObject({ appointment: { status: 'COMPLETED' } });
  });
});
