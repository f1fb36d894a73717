import type { VideoCallAction, VideoCallUpdated } from '../../contract/video-calls.ts';
import { sideOf } from '../appointments/appointment.ts';
import { findAppointment } from '../appointments/find-appointment.ts';
import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';
import type { SignedIn } from '../signed-in.ts';
import { asParticipant, assertMayJoin, type Entry } from './assert-can-enter.ts';
import { changeCall } from './change-call.ts';
import { selectCall } from './rows.ts';
import { transition } from './transitions.ts';
import { type CallRecord, videoCallOf } from './video-call.ts';

interface Asked {
  signedIn: SignedIn;
  /** The appointment's UUID or number. */
  ref: string;
  action: VideoCallAction;
}

const NEEDS_DOOR: ReadonlySet<VideoCallAction> = new Set(['join', 'start']);

/**
 * What would be refused anyway is refused before the door is asked, so that "the visit is over" is not
 * answered with "a code is needed".
 * @throws Problem `call_not_found`, `illegal_transition`, `not_joinable`, `otp_required`
 */
const assertMayEnter = async (deps: Deps, entry: Entry, action: VideoCallAction): Promise<void> => {
  const { appointment, role, closesAt } = entry;
  const call = await selectCall(deps.db, appointment.id);
  if (!call) throw new Problem('call_not_found');
  const isTrue = call.version === appointment.version;
  const verdict = transition(action, { facts: call, actor: role, now: deps.now(), closesAt });
  if (isTrue && verdict === 'illegal') throw new Problem('illegal_transition');
  await assertMayJoin(deps, entry);
};

const asSide = async (deps: Deps, { signedIn, ref, action }: Asked): Promise<CallRecord> => {
  const entry = await asParticipant(deps, signedIn, ref);
  const enters = NEEDS_DOOR.has(action);
  if (enters) await assertMayEnter(deps, entry, action);
  const { id, version } = entry.appointment;
  const actor = { id: signedIn.person.id, role: entry.role };
  return changeCall(deps, { appointmentId: id, version: enters ? version : null, action, actor });
};

/** @throws Problem `appointment_not_found`, `not_participant`, and what `changeCall` throws */
const asAdmin = async (deps: Deps, asked: Asked): Promise<CallRecord> => {
  const { signedIn, ref, action } = asked;
  const appointment = await findAppointment(deps.db, ref);
  if (!appointment) throw new Problem('appointment_not_found');
  // An admin can be somebody's patient too.
  if (sideOf(appointment, signedIn.person.id)) return asSide(deps, asked);
  if (action !== 'cancel') throw new Problem('not_participant');
  const actor = { id: signedIn.person.id, role: 'admin' } as const;
  return changeCall(deps, { appointmentId: appointment.id, version: null, action, actor });
};

/**
 * Does `action` to the call of a visit. Coming in needs the join window and a grant, going out neither. An
 * admin who is on neither side may cancel.
 * @throws Problem `appointment_not_found`, `not_participant`, `call_not_found`, `illegal_transition`,
 * `not_joinable`, `otp_required`
 */
export const updateStatus = async (deps: Deps, asked: Asked): Promise<VideoCallUpdated> => {
  const call =
    asked.signedIn.person.role === 'admin' ? await asAdmin(deps, asked) : await asSide(deps, asked);
  return { message: 'Video call status updated successfully', videoCall: videoCallOf(call) };
};
