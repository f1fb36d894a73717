import type { VisitPlace } from '../../contract/appointments.ts';
import type { VideoProvider } from '../../contract/primitives.ts';
import type { Appointment } from '../appointments/appointment.ts';
import { actingOn } from '../appointments/booking-rules.ts';
import { findAppointment } from '../appointments/find-appointment.ts';
import { nameProvider } from '../appointments/name-provider.ts';
import type { Tx } from '../database/database.ts';
import type { Deps } from '../deps.ts';
import type { Person } from '../people/person.ts';
import { Problem } from '../problem.ts';
import { lockCall, selectCall } from './rows.ts';

interface Asked {
  person: Person;
  /** The appointment's UUID or number. */
  ref: string;
}

/** Who opens a call holds its appointment, too: a room is made either before this or where it is named now. */
const assertNoRoom = async (tx: Tx, { id, version }: Appointment): Promise<void> => {
  const call = await lockCall(tx, id);
  if (call?.version !== version) return;
  throw new Problem('not_changeable', {
    detail:
      'The room of this visit is made already, and stays where it is. To hold the visit elsewhere, move it.',
  });
};

/**
 * Chooses where a visit's call is held, while it has no room yet. Null leaves it to the clinic.
 * @throws Problem as `nameProvider`; `not_changeable` also where the room is made
 */
export const chooseProvider = (
  deps: Deps,
  { person, ref, provider }: Asked & { provider: VideoProvider | null },
): Promise<Appointment> => nameProvider(deps, { person, ref, provider, assertNoRoom });

/**
 * Where a visit's call is held, for its doctor and admins.
 * @throws Problem `appointment_not_found`, `forbidden`
 */
export const visitPlace = async (deps: Deps, { person, ref }: Asked): Promise<VisitPlace> => {
  const { appointment, acting } = actingOn(person, await findAppointment(deps.db, ref));
  if (acting === 'patient') throw new Problem('forbidden');
  const call = await selectCall(deps.db, appointment.id);
  return {
    video_provider: appointment.videoProvider,
    room_provider: call?.version === appointment.version ? call.provider : null,
  };
};
