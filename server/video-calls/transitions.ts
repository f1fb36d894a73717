import type { AppointmentStatus } from '../../contract/appointments.ts';
import type { CallRole } from '../../contract/signalling.ts';
import type { VideoCallAction, VideoCallStatus } from '../../contract/video-calls.ts';
import { type Actor, type Attendance, type CallFacts, isHere, isIn } from './video-call.ts';

/** What becomes of the appointment with the call. */
export interface AppointmentStep {
  status: AppointmentStatus;
  /** False where a completed visit may still go on until its join window closes. */
  completionFinal?: boolean;
  cancelReason?: string;
}

/** `appointment` is null where the appointment's own status stays as it is. */
export interface CallStep {
  to: CallFacts;
  appointment: AppointmentStep | null;
}

export type Verdict = CallStep | 'no_effect' | 'illegal';

interface Deed {
  facts: CallFacts;
  actor: Actor;
  now: Date;
  /** End of the join window. */
  closesAt: Date;
}

type Rule = (deed: Deed) => Verdict;

const entered = (side: Attendance, now: Date): Attendance => ({
  ...side,
  joinedAt: side.joinedAt ?? now,
  leftAt: null,
});

const departed = (side: Attendance, now: Date): Attendance =>
  isIn(side) ? { ...side, leftAt: now, seenAt: null } : { ...side, seenAt: null };

const withSide = (facts: CallFacts, role: CallRole, side: Attendance): CallFacts =>
  role === 'doctor' ? { ...facts, doctor: side } : { ...facts, patient: side };

const withEntered = (facts: CallFacts, role: CallRole, now: Date): CallFacts =>
  withSide(facts, role, entered(facts[role], now));

/** Nobody is in a call that is over. */
export const emptied = (facts: CallFacts, now: Date): CallFacts => ({
  ...facts,
  doctor: departed(facts.doctor, now),
  patient: departed(facts.patient, now),
});

const running = (facts: CallFacts, now: Date): CallStep => ({
  to: { ...facts, status: 'IN_PROGRESS', startedAt: facts.startedAt ?? now, endedAt: null, endedBy: null },
  appointment: { status: 'IN_PROGRESS' },
});

/** Ends that need no end time: a call that never started has none. */
const stopped = ({ facts, actor, now }: Deed, status: 'CANCELLED' | 'FAILED'): CallFacts => ({
  ...emptied(facts, now),
  status,
  missing: null,
  endedAt: facts.startedAt ? (facts.endedAt ?? now) : null,
  endedBy: actor,
});

/** It starts when both are in at the same time: who looked in early and went has not been met. */
const joinScheduled: Rule = ({ facts, actor, now }) => {
  if (actor === 'admin') return 'illegal';
  const other = actor === 'doctor' ? facts.patient : facts.doctor;
  if (isHere(other, now)) return running(withEntered(facts, actor, now), now);
  return isIn(facts[actor]) ? 'no_effect' : { to: withEntered(facts, actor, now), appointment: null };
};

const joinRunning: Rule = ({ facts, actor, now }) => {
  if (actor === 'admin') return 'illegal';
  return isIn(facts[actor]) ? 'no_effect' : { to: withEntered(facts, actor, now), appointment: null };
};

/** A dropped phone must not cost the visit; what the doctor has ended stays ended. */
const joinCompleted: Rule = ({ facts, actor, now, closesAt }) => {
  const mayGoOn = (facts.endedBy === 'patient' || facts.endedBy === 'sweep') && now < closesAt;
  return actor === 'admin' || !mayGoOn ? 'illegal' : running(withEntered(facts, actor, now), now);
};

const byDoctor =
  (rule: Rule): Rule =>
  (deed) =>
    deed.actor === 'doctor' ? rule(deed) : 'illegal';

const startScheduled: Rule = ({ facts, now }) => running(withEntered(facts, 'doctor', now), now);

const endRunning: Rule = ({ facts, actor, now }) =>
  actor === 'admin'
    ? 'illegal'
    : {
        to: { ...emptied(facts, now), status: 'COMPLETED', endedAt: now, endedBy: actor },
        appointment: { status: 'COMPLETED', completionFinal: actor === 'doctor' },
      };

/** The doctor's word makes an end final; its time stays what it was. */
const endCompleted: Rule = ({ facts, actor }) => {
  if (actor === 'admin') return 'illegal';
  if (actor === 'patient' || facts.endedBy === 'doctor') return 'no_effect';
  return {
    to: { ...facts, endedBy: 'doctor' },
    appointment: { status: 'COMPLETED', completionFinal: true },
  };
};

const earliest = (...instants: (Date | null)[]): Date | null =>
  instants.reduce((first, at) => (at && (!first || at < first) ? at : first), null);

/**
 * The doctor overrules: the visit took place, if not in this room. The two were never in it together, so
 * it is recorded as lasting no time, at the moment when the first of them came, or now where nobody did.
 */
const endNoShow: Rule = ({ facts, now }) => {
  const at = earliest(facts.doctor.joinedAt, facts.patient.joinedAt) ?? now;
  return {
    to: { ...facts, status: 'COMPLETED', missing: null, startedAt: at, endedAt: at, endedBy: 'doctor' },
    appointment: { status: 'COMPLETED', completionFinal: true },
  };
};

const cancel: Rule = (deed) => ({ to: stopped(deed, 'CANCELLED'), appointment: { status: 'CANCELLED' } });

/** The visit is still owed: the appointment is (again) one that can be moved or cancelled. */
const fail: Rule = (deed) =>
  deed.actor === 'admin' ? 'illegal' : { to: stopped(deed, 'FAILED'), appointment: { status: 'CONFIRMED' } };

const leave: Rule = ({ facts, actor, now }) => {
  if (actor === 'admin') return 'illegal';
  return isIn(facts[actor])
    ? { to: withSide(facts, actor, departed(facts[actor], now)), appointment: null }
    : 'no_effect';
};

const holds: Rule = () => 'no_effect';
const byStaff =
  (rule: Rule): Rule =>
  (deed) =>
    deed.actor === 'patient' ? 'illegal' : rule(deed);

/** What each action does in each state; what is not here is illegal. */
const TABLE: Record<VideoCallStatus, Partial<Record<VideoCallAction, Rule>>> = {
  SCHEDULED: { join: joinScheduled, start: byDoctor(startScheduled), cancel, failed: fail, leave },
  IN_PROGRESS: {
    join: joinRunning,
    start: byDoctor(joinRunning),
    end: endRunning,
    cancel: byStaff(cancel),
    failed: fail,
    leave,
  },
  COMPLETED: { join: joinCompleted, end: endCompleted, leave },
  CANCELLED: { cancel: holds, leave },
  FAILED: { failed: holds, leave },
  NO_SHOW: { end: byDoctor(endNoShow), cancel: byStaff(cancel), leave },
};

/** What `action` by `actor` makes of a call. */
export const transition = (action: VideoCallAction, deed: Deed): Verdict =>
  TABLE[deed.facts.status][action]?.(deed) ?? 'illegal';
