import type { VideoCallDetails } from '../../contract/video-calls.ts';
import { sideOf } from '../appointments/appointment.ts';
import { findAppointment } from '../appointments/find-appointment.ts';
import type { Deps } from '../deps.ts';
import type { Person } from '../people/person.ts';
import { Problem } from '../problem.ts';
import { callAppointmentOf, callPersonOf } from './describe-call.ts';
import { selectCall } from './rows.ts';
import { videoCallOf } from './video-call.ts';

/**
 * A call with its appointment and people, for its participants and admins.
 * @throws Problem `appointment_not_found`, `not_participant`, `call_not_found`
 */
export const getCall = async (
  deps: Deps,
  { person, ref }: { person: Person; ref: string },
): Promise<VideoCallDetails> => {
  const appointment = await findAppointment(deps.db, ref);
  if (!appointment) throw new Problem('appointment_not_found');
  if (person.role !== 'admin' && !sideOf(appointment, person.id)) throw new Problem('not_participant');
  const call = await selectCall(deps.db, appointment.id);
  if (!call) throw new Problem('call_not_found');
  return {
    message: 'Video call details retrieved successfully',
    appointment: callAppointmentOf(appointment, person.timeZone),
    videoCall: videoCallOf(call),
    doctor: callPersonOf(appointment.doctor),
    patient: callPersonOf(appointment.patient),
  };
};
