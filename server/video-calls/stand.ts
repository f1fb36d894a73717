import type { CallRole } from '../../contract/signalling.ts';
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

/** So often it is written down that somebody is there; they count as gone after two minutes without. */
const WRITE_EVERY_MS = 20_000;

const renew = async (
  deps: Deps,
  {
    appointmentId,
    role,
    sessionId,
    seenAt,
  }: { appointmentId: string; role: CallRole; sessionId: string; seenAt: Date | null },
): Promise<void> => {
  const now = deps.now();
  if (seenAt && now.getTime() - seenAt.getTime() < WRITE_EVERY_MS) return;
  const [doctorOf, patientOf] = role === 'doctor' ? [[appointmentId], []] : [[], [appointmentId]];
  await updateSeen(deps.db, { doctorOf, patientOf }, now);
  await keepSessionsAlive(deps, [sessionId]);
};

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
  // Nobody is in a room that was made for another time: whoever asks from there learns that it was moved. When
  // the window closes the grant ends with it, and the sweep has the truer words.
  if (isOpen && isIn(call[role]) && deps.now() < closesAt) {
    await assertGranted(deps.db, deps.config, { signedIn, appointment });
    await renew(deps, {
      appointmentId: appointment.id,
      role,
      sessionId: signedIn.sessionId,
      seenAt: call[role].seenAt,
    });
  }
  return {
    message: 'Presence recorded successfully',
    videoCall: videoCallOf(call),
    by: call.endedBy === 'sweep' ? 'system' : call.endedBy,
    closesAt: closesAt.toISOString(),
  };
};
