import { describe, expect, test } from 'vitest';
import type { AppointmentStatus } from '../../contract/appointments.ts';
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

type Case = [
  of: string,
  facts: CallFacts,
  action: VideoCallAction,
  by: Actor,
  to: CallFacts['status'] | 'no_effect' | 'illegal',
  appointment?: AppointmentStatus,
];

const cases: Case[] = [
  ['a fresh call', newCall, 'join', 'patient', 'SCHEDULED'],
  ['a fresh call', newCall, 'join', 'doctor', 'SCHEDULED'],
  ['a fresh call', newCall, 'join', 'admin', 'illegal'],
  ['a fresh call', newCall, 'start', 'doctor', 'IN_PROGRESS', 'IN_PROGRESS'],
  ['a fresh call', newCall, 'start', 'patient', 'illegal'],
  ['a fresh call', newCall, 'end', 'doctor', 'illegal'],
  ['a fresh call', newCall, 'end', 'patient', 'illegal'],
  ['a fresh call', newCall, 'leave', 'patient', 'no_effect'],
  ['a fresh call', newCall, 'cancel', 'patient', 'CANCELLED', 'CANCELLED'],
  ['a fresh call', newCall, 'cancel', 'doctor', 'CANCELLED', 'CANCELLED'],
  ['a fresh call', newCall, 'cancel', 'admin', 'CANCELLED', 'CANCELLED'],
  ['a fresh call', newCall, 'failed', 'patient', 'FAILED', 'CONFIRMED'],
  ['a waiting doctor', doctorWaits, 'join', 'doctor', 'no_effect'],
  ['a waiting doctor', doctorWaits, 'join', 'patient', 'IN_PROGRESS', 'IN_PROGRESS'],
  ['a waiting patient', patientWaits, 'join', 'doctor', 'IN_PROGRESS', 'IN_PROGRESS'],
  ['a waiting patient', patientWaits, 'start', 'doctor', 'IN_PROGRESS', 'IN_PROGRESS'],
  ['a waiting patient', patientWaits, 'leave', 'patient', 'SCHEDULED'],
  ['a running call', running, 'join', 'patient', 'no_effect'],
  ['a running call', running, 'start', 'doctor', 'no_effect'],
  ['a running call', running, 'start', 'patient', 'illegal'],
  ['a running call', running, 'end', 'patient', 'COMPLETED', 'COMPLETED'],
  ['a running call', running, 'end', 'doctor', 'COMPLETED', 'COMPLETED'],
  ['a running call', running, 'cancel', 'patient', 'illegal'],
  ['a running call', running, 'cancel', 'doctor', 'CANCELLED', 'CANCELLED'],
  ['a running call', running, 'cancel', 'admin', 'CANCELLED', 'CANCELLED'],
  ['a running call', running, 'failed', 'doctor', 'FAILED', 'CONFIRMED'],
  ['a running call', running, 'leave', 'doctor', 'IN_PROGRESS'],
  ['one ended by the patient', ended('patient'), 'join', 'doctor', 'IN_PROGRESS', 'IN_PROGRESS'],
  ['one ended by the patient', ended('patient'), 'end', 'patient', 'no_effect'],
  ['one ended by the patient', ended('patient'), 'end', 'doctor', 'COMPLETED', 'COMPLETED'],
  ['one ended by the sweep', ended('sweep'), 'join', 'patient', 'IN_PROGRESS', 'IN_PROGRESS'],
  ['one ended by the doctor', ended('doctor'), 'join', 'patient', 'illegal'],
  ['one ended by the doctor', ended('doctor'), 'join', 'doctor', 'illegal'],
  ['one ended by the doctor', ended('doctor'), 'end', 'doctor', 'no_effect'],
  ['one ended by the doctor', ended('doctor'), 'cancel', 'doctor', 'illegal'],
  ['one ended by the doctor', ended('doctor'), 'failed', 'patient', 'illegal'],
  ['one ended by the doctor', ended('doctor'), 'start', 'doctor', 'illegal'],
  ['a cancelled call', cancelled, 'cancel', 'doctor', 'no_effect'],
  ['a cancelled call', cancelled, 'join', 'patient', 'illegal'],
  ['a cancelled call', cancelled, 'end', 'doctor', 'illegal'],
  ['a failed call', failed, 'failed', 'doctor', 'no_effect'],
  ['a failed call', failed, 'join', 'doctor', 'illegal'],
  ['a no-show', noShow, 'join', 'patient', 'illegal'],
  ['a no-show', noShow, 'end', 'patient', 'illegal'],
  ['a no-show', noShow, 'end', 'doctor', 'COMPLETED', 'COMPLETED'],
  ['a no-show', noShow, 'cancel', 'doctor', 'CANCELLED', 'CANCELLED'],
  ['a no-show', noShow, 'cancel', 'patient', 'illegal'],
];

describe('what an action makes of a call', () => {
  test.each(cases)('$0: $2 by the $3 is $4', (_of, facts, action, by, to, appointment) => {
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
