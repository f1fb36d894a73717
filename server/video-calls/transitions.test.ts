import { describe, expect, test } from 'vitest';
import type { VideoCallAction } from '../../contract/video-calls.ts';
import { transition } from './transitions.ts';
import { type Actor, type CallFacts, durationOf, newCall } from './video-call.ts';

const at = (time: string): Date => new Date(`2026-03-02T${time}:00Z`);
const now = at('10:10');
const closesAt = at('11:00');

const came = (time: string) => ({ joinedAt: at(time), leftAt: null, seenAt: null });
const cameAndWent = (from: string, to: string) => ({ joinedAt: at(from), leftAt: at(to), seenAt: null });

const doctorWaits: CallFacts = { ...newCall, doctor: came('09:58') };
const patientWaits: CallFacts = { ...newCall, patient: came('09:55') };
const running: CallFacts = {
  ...newCall,
  status: 'IN_PROGRESS',
  startedAt: at('10:00'),
  doctor: came('09:58'),
  patient: came('10:00'),
};
const ended = (endedBy: CallFacts['endedBy']): CallFacts => ({
  ...newCall,
  status: 'COMPLETED',
  startedAt: at('10:00'),
  endedAt: at('10:05'),
  endedBy,
  doctor: cameAndWent('09:58', '10:05'),
  patient: cameAndWent('10:00', '10:05'),
});
const cancelled: CallFacts = { ...newCall, status: 'CANCELLED', endedBy: 'doctor' };
const failed: CallFacts = { ...newCall, status: 'FAILED', endedBy: 'patient' };
const noShow: CallFacts = { ...doctorWaits, status: 'NO_SHOW', missing: 'patient' };

const judge = (facts: CallFacts, action: VideoCallAction, actor: Actor, when = now) =>
  transition(action, { facts, actor, now: when, closesAt });

interface Case {
  of: string;
  facts: CallFacts;
  action: VideoCallAction;
  by: Actor;
  to: CallFacts['status'] | 'no_effect' | 'illegal';
  appointment?: string;
}

const cases: Case[] = [
  { of: 'a fresh call', facts: newCall, action: 'join', by: 'patient', to: 'SCHEDULED' },
  { of: 'a fresh call', facts: newCall, action: 'join', by: 'doctor', to: 'SCHEDULED' },
  { of: 'a fresh call', facts: newCall, action: 'join', by: 'admin', to: 'illegal' },
  {
    of: 'a fresh call',
    facts: newCall,
    action: 'start',
    by: 'doctor',
    to: 'IN_PROGRESS',
    appointment: 'IN_PROGRESS',
  },
  { of: 'a fresh call', facts: newCall, action: 'start', by: 'patient', to: 'illegal' },
  { of: 'a fresh call', facts: newCall, action: 'end', by: 'doctor', to: 'illegal' },
  { of: 'a fresh call', facts: newCall, action: 'end', by: 'patient', to: 'illegal' },
  { of: 'a fresh call', facts: newCall, action: 'leave', by: 'patient', to: 'no_effect' },
  {
    of: 'a fresh call',
    facts: newCall,
    action: 'cancel',
    by: 'patient',
    to: 'CANCELLED',
    appointment: 'CANCELLED',
  },
  {
    of: 'a fresh call',
    facts: newCall,
    action: 'cancel',
    by: 'doctor',
    to: 'CANCELLED',
    appointment: 'CANCELLED',
  },
  {
    of: 'a fresh call',
    facts: newCall,
    action: 'cancel',
    by: 'admin',
    to: 'CANCELLED',
    appointment: 'CANCELLED',
  },
  {
    of: 'a fresh call',
    facts: newCall,
    action: 'failed',
    by: 'patient',
    to: 'FAILED',
    appointment: 'CONFIRMED',
  },
  { of: 'a waiting doctor', facts: doctorWaits, action: 'join', by: 'doctor', to: 'no_effect' },
  {
    of: 'a waiting doctor',
    facts: doctorWaits,
    action: 'join',
    by: 'patient',
    to: 'IN_PROGRESS',
    appointment: 'IN_PROGRESS',
  },
  {
    of: 'a waiting patient',
    facts: patientWaits,
    action: 'join',
    by: 'doctor',
    to: 'IN_PROGRESS',
    appointment: 'IN_PROGRESS',
  },
  {
    of: 'a waiting patient',
    facts: patientWaits,
    action: 'start',
    by: 'doctor',
    to: 'IN_PROGRESS',
    appointment: 'IN_PROGRESS',
  },
  { of: 'a waiting patient', facts: patientWaits, action: 'leave', by: 'patient', to: 'SCHEDULED' },
  { of: 'a running call', facts: running, action: 'join', by: 'patient', to: 'no_effect' },
  { of: 'a running call', facts: running, action: 'start', by: 'doctor', to: 'no_effect' },
  { of: 'a running call', facts: running, action: 'start', by: 'patient', to: 'illegal' },
  {
    of: 'a running call',
    facts: running,
    action: 'end',
    by: 'patient',
    to: 'COMPLETED',
    appointment: 'COMPLETED',
  },
  {
    of: 'a running call',
    facts: running,
    action: 'end',
    by: 'doctor',
    to: 'COMPLETED',
    appointment: 'COMPLETED',
  },
  { of: 'a running call', facts: running, action: 'cancel', by: 'patient', to: 'illegal' },
  {
    of: 'a running call',
    facts: running,
    action: 'cancel',
    by: 'doctor',
    to: 'CANCELLED',
    appointment: 'CANCELLED',
  },
  {
    of: 'a running call',
    facts: running,
    action: 'cancel',
    by: 'admin',
    to: 'CANCELLED',
    appointment: 'CANCELLED',
  },
  {
    of: 'a running call',
    facts: running,
    action: 'failed',
    by: 'doctor',
    to: 'FAILED',
    appointment: 'CONFIRMED',
  },
  { of: 'a running call', facts: running, action: 'leave', by: 'doctor', to: 'IN_PROGRESS' },
  {
    of: 'one ended by the patient',
    facts: ended('patient'),
    action: 'join',
    by: 'doctor',
    to: 'IN_PROGRESS',
    appointment: 'IN_PROGRESS',
  },
  { of: 'one ended by the patient', facts: ended('patient'), action: 'end', by: 'patient', to: 'no_effect' },
  {
    of: 'one ended by the patient',
    facts: ended('patient'),
    action: 'end',
    by: 'doctor',
    to: 'COMPLETED',
    appointment: 'COMPLETED',
  },
  {
    of: 'one ended by the sweep',
    facts: ended('sweep'),
    action: 'join',
    by: 'patient',
    to: 'IN_PROGRESS',
    appointment: 'IN_PROGRESS',
  },
  { of: 'one ended by the doctor', facts: ended('doctor'), action: 'join', by: 'patient', to: 'illegal' },
  { of: 'one ended by the doctor', facts: ended('doctor'), action: 'join', by: 'doctor', to: 'illegal' },
  { of: 'one ended by the doctor', facts: ended('doctor'), action: 'end', by: 'doctor', to: 'no_effect' },
  { of: 'one ended by the doctor', facts: ended('doctor'), action: 'cancel', by: 'doctor', to: 'illegal' },
  { of: 'one ended by the doctor', facts: ended('doctor'), action: 'failed', by: 'patient', to: 'illegal' },
  { of: 'one ended by the doctor', facts: ended('doctor'), action: 'start', by: 'doctor', to: 'illegal' },
  { of: 'a cancelled call', facts: cancelled, action: 'cancel', by: 'doctor', to: 'no_effect' },
  { of: 'a cancelled call', facts: cancelled, action: 'join', by: 'patient', to: 'illegal' },
  { of: 'a cancelled call', facts: cancelled, action: 'end', by: 'doctor', to: 'illegal' },
  { of: 'a failed call', facts: failed, action: 'failed', by: 'doctor', to: 'no_effect' },
  { of: 'a failed call', facts: failed, action: 'join', by: 'doctor', to: 'illegal' },
  { of: 'a no-show', facts: noShow, action: 'join', by: 'patient', to: 'illegal' },
  { of: 'a no-show', facts: noShow, action: 'end', by: 'patient', to: 'illegal' },
  { of: 'a no-show', facts: noShow, action: 'end', by: 'doctor', to: 'COMPLETED', appointment: 'COMPLETED' },
  {
    of: 'a no-show',
    facts: noShow,
    action: 'cancel',
    by: 'doctor',
    to: 'CANCELLED',
    appointment: 'CANCELLED',
  },
  { of: 'a no-show', facts: noShow, action: 'cancel', by: 'patient', to: 'illegal' },
];

describe('what an action makes of a call', () => {
  test.each(cases)('$of: $action by the $by is $to', ({ facts, action, by, to, appointment }) => {
    const verdict = judge(facts, action, by);
    if (typeof verdict === 'string') return expect(verdict).toBe(to);
    expect(verdict.to.status).toBe(to);
    expect(verdict.appointment?.status ?? null).toBe(appointment ?? null);
  });

  const step = (...args: Parameters<typeof judge>) => {
    const verdict = judge(...args);
    if (typeof verdict === 'string') throw new Error(verdict);
    return verdict;
  };

  test('the first time a side came in is kept over leaving and coming back', () => {
    const away = step(running, 'leave', 'patient').to;
    expect(away.patient).toEqual({ joinedAt: at('10:00'), leftAt: now, seenAt: null });
    const back = step(away, 'join', 'patient', at('10:12')).to;
    expect(back.patient).toEqual({ joinedAt: at('10:00'), leftAt: null, seenAt: null });
    expect(back.startedAt).toEqual(at('10:00'));
  });

  test('who looked in early and went has not been met', () => {
    const early: CallFacts = { ...newCall, patient: cameAndWent('09:46', '09:47') };
    expect(step(early, 'join', 'doctor').to).toMatchObject({ status: 'SCHEDULED', startedAt: null });
  });

  test('an end keeps whole seconds from the start and leaves nobody in', () => {
    const { to, appointment } = step(running, 'end', 'patient');
    expect(durationOf(to)).toBe(600);
    expect(to).toMatchObject({ endedBy: 'patient', doctor: { leftAt: now }, patient: { leftAt: now } });
    expect(appointment).toEqual({ status: 'COMPLETED', completionFinal: false });
    expect(step(running, 'end', 'doctor').appointment).toEqual({
      status: 'COMPLETED',
      completionFinal: true,
    });
  });

  test('a call that goes on has its old start and no end', () => {
    const { to } = step(ended('patient'), 'join', 'patient');
    expect(to).toMatchObject({ startedAt: at('10:00'), endedAt: null, endedBy: null });
    expect(to.patient.leftAt).toBeNull();
    expect(to.doctor.leftAt).toEqual(at('10:05'));
  });

  test('nothing goes on once the join window has closed', () => {
    expect(judge(ended('patient'), 'join', 'patient', closesAt)).toBe('illegal');
    expect(judge(ended('sweep'), 'join', 'doctor', closesAt)).toBe('illegal');
  });

  test('the doctor’s word makes an end final without moving it', () => {
    const { to, appointment } = step(ended('patient'), 'end', 'doctor');
    expect(to).toMatchObject({ endedAt: at('10:05'), endedBy: 'doctor' });
    expect(appointment).toEqual({ status: 'COMPLETED', completionFinal: true });
  });

  test('a no-show that the doctor overrules lasted no time', () => {
    const { to } = step(noShow, 'end', 'doctor', at('12:00'));
    expect(to).toMatchObject({
      missing: null,
      startedAt: at('09:58'),
      endedAt: at('09:58'),
      endedBy: 'doctor',
    });
    expect(durationOf(to)).toBe(0);
  });

  test('a call that never started has no end', () => {
    expect(step(doctorWaits, 'cancel', 'doctor').to.endedAt).toBeNull();
    expect(step(running, 'cancel', 'doctor').to.endedAt).toEqual(now);
  });
});
