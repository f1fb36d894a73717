import type { VideoCallStanding } from '../../contract/video-calls.ts';
import { assertGranted } from '../appointments/grants.ts';
import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';
import { keepSessionsAlive } from '../sessions/keep-sessions-alive.ts';
import type { SignedIn } from '../signed-in.ts';
import { asParticipant } from './assert-can-enter.ts';
import { selectCall, updateSeen } from './rows.ts';
import { isIn, videoCallOf } from './video-call.ts';

interface Asked {
  signedIn: SignedIn;
  /** The appointment's UUID or number. */
  ref: string;
}

/**
 * A page in a call says that it still is, and learns how the visit stands: pages of other providers have no
 * connection of ours that would tell them. It counts as use of the session, and as being there, only while
 * the call's record has its side in.
 * @throws Problem `appointment_not_found`, `not_participant`, `call_not_found`, `otp_required`
 */
export const stand = async (deps: Deps, { signedIn, ref }: Asked): Promise<VideoCallStanding> => {
  const { appointment, role, closesAt } = await asParticipant(deps, signedIn, ref);
  const call = await selectCall(deps.db, appointment.id);
  if (!call) throw new Problem('call_not_found');
  const isOpen = call.status === 'SCHEDULED' || call.status === 'IN_PROGRESS';
  if (isOpen && call.version === appointment.version) {
    await assertGranted(deps.db, deps.config, { signedIn, appointment });
    if (isIn(call[role])) {
      const ids = [appointment.id];
      const [doctorOf, patientOf] = role === 'doctor' ? [ids, []] : [[], ids];
      await updateSeen(deps.db, { doctorOf, patientOf }, deps.now());
      await keepSessionsAlive(deps, [signedIn.sessionId]);
    }
  }
  return {
    message: 'Presence recorded successfully',
    videoCall: videoCallOf(call),
    by: call.endedBy === 'sweep' ? 'system' : call.endedBy,
    closesAt: closesAt.toISOString(),
  };
};
