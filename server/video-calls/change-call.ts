import type { VideoCallAction } from '../../contract/video-calls.ts';
import type { Appointment } from '../appointments/appointment.ts';
import { lockAppointment } from '../appointments/find-appointment.ts';
import { joinWindow } from '../appointments/join-window.ts';
import { setAppointmentStatus } from '../appointments/set-status.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Tx } from '../database/database.ts';
import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';
import { closeRoom, planClosing, type RoomLeft } from './close-room.ts';
import { lockCurrentCall } from './open-call.ts';
import { updateCall } from './rows.ts';
import { type AppointmentStep, type CallStep, transition } from './transitions.ts';
import type { Actor, CallRecord } from './video-call.ts';

export interface CallChange {
  appointmentId: string;
  /** The version the actor was let in for; null where being let in is not needed. */
  version: number | null;
  action: VideoCallAction;
  actor: { id: string; role: Actor };
  /** A side seen after this has not been lost: another connection of it took over. */
  unlessSeenAfter?: Date;
}

export type Outcome =
  | { call: CallRecord; left: RoomLeft | null }
  | { refused: 'call_not_found' | 'not_joinable' | 'illegal_transition' };

const stepAppointment = async (
  tx: Tx,
  appointment: Appointment,
  step: AppointmentStep | null,
): Promise<void> => {
  if (!step) return;
  const { status, completionFinal = true } = step;
  const holds =
    appointment.status === status &&
    (status !== 'COMPLETED' || appointment.completionFinal === completionFinal);
  if (!holds) await setAppointmentStatus(tx, { appointmentId: appointment.id, ...step });
};

/** Writes a step of the call with its appointment's own, its audit entry and the word to every process. */
export const writeStep = async (
  tx: Tx,
  {
    call,
    appointment,
    step,
    deed,
    now,
  }: {
    call: CallRecord;
    appointment: Appointment;
    step: CallStep;
    deed: { actorId: string | null; action: string; role: Actor | 'system' };
    now: Date;
  },
): Promise<CallRecord> => {
  await stepAppointment(tx, appointment, step.appointment);
  const { actorId, action, role } = deed;
  await appendAudit(tx, {
    actorId,
    action: `call.${action}`,
    subjectId: appointment.id,
    details: { role, from: call.status, to: step.to.status },
  });
  return updateCall(tx, call, step.to, now);
};

const seenAfter = (call: CallRecord, { actor, unlessSeenAfter }: CallChange): boolean => {
  const seenAt = actor.role === 'admin' ? null : call[actor.role].seenAt;
  return unlessSeenAfter !== undefined && seenAt !== null && seenAt > unlessSeenAfter;
};

/** As `changeCall`, inside a transaction of the caller's, who closes the room that is left after the commit. */
export const changeUnderLock = async (deps: Deps, tx: Tx, change: CallChange): Promise<Outcome> => {
  const appointment = await lockAppointment(tx, change.appointmentId);
  if (!appointment) return { refused: 'call_not_found' };
  if (change.version !== null && change.version !== appointment.version) return { refused: 'not_joinable' };
  const current = await lockCurrentCall(tx, deps, appointment);
  if (!current) return { refused: 'call_not_found' };
  const { call } = current;
  const [now, { action, actor }] = [deps.now(), change];
  const { closesAt } = joinWindow(appointment, deps.config.visits);
  const step = transition(action, { facts: call, actor: actor.role, now, closesAt });
  if (step === 'illegal') return { refused: 'illegal_transition' };
  if (step === 'no_effect' || seenAfter(call, change)) return current;
  const deed = { actorId: actor.id, action, role: actor.role };
  const changed = await writeStep(tx, { call, appointment, step, deed, now });
  const left = await planClosing(tx, deps, { before: call, after: changed, now, closesAt });
  return { call: changed, left: current.left ?? left };
};

/** The time of a visit that was over has been given away: it can't go on. */
export const isOverlap = (error: unknown): boolean =>
  error instanceof Problem && (error.code === 'slot_taken' || error.code === 'patient_busy');

/**
 * Does `action` to a call, in one transaction with its appointment. Repeating what already holds changes
 * nothing. Whether the actor may is asked before.
 * @throws Problem `call_not_found`, `not_joinable` (another version than the actor was let in for),
 * `illegal_transition`
 */
export const changeCall = async (deps: Deps, change: CallChange): Promise<CallRecord> => {
  const outcome = await deps.db
    .tx((tx) => changeUnderLock(deps, tx, change))
    .catch((error: unknown): Outcome => {
      if (isOverlap(error)) return { refused: 'illegal_transition' };
      throw error;
    });
  if ('refused' in outcome) throw new Problem(outcome.refused);
  await closeRoom(deps, outcome.left);
  return outcome.call;
};
