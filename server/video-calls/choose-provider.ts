import type { VisitPlace } from '../../contract/appointments.ts';
import type { VideoProvider } from '../../contract/primitives.ts';
import type { Appointment } from '../appointments/appointment.ts';
import { actingOn } from '../appointments/booking-rules.ts';
import { findAppointment } from '../appointments/find-appointment.ts';
import { joinWindow } from '../appointments/join-window.ts';
import { nameProvider } from '../appointments/name-provider.ts';
import type { Tx } from '../database/database.ts';
import type { Deps } from '../deps.ts';
import type { Person } from '../people/person.ts';
import { Problem } from '../problem.ts';
import { providerRoomName } from './room-name.ts';
import { lockCall, selectCall, updateCall } from './rows.ts';
import { type CallRecord, isIn } from './video-call.ts';

interface Asked {
  person: Person;
  /** The appointment's UUID or number. */
  ref: string;
}

/**
 * Where the room of this version of the appointment is, for good; null where it may still be elsewhere. A
 * call that followed a move knows its room by name only: nobody is let in before the join window opens. Nor
 * is anybody let into a room at a provider that is not set up any more.
 */
const madeAt = (deps: Deps, appointment: Appointment, call: CallRecord | null): VideoProvider | null => {
  if (call?.version !== appointment.version) return null;
  const isSetUp = deps.videoProviders.configured.includes(call.provider);
  if (!isSetUp && !isIn(call.doctor) && !isIn(call.patient)) return null;
  const hasOpened = joinWindow(appointment, deps.config.visits).opensAt <= deps.now();
  return hasOpened ? call.provider : null;
};

/** Who opens a call holds its appointment, too: a room is made either before this or where it is named now. */
const takeAlong = async (deps: Deps, tx: Tx, appointment: Appointment): Promise<void> => {
  const call = await lockCall(tx, appointment.id);
  if (call?.version !== appointment.version) return;
  if (madeAt(deps, appointment, call)) {
    throw new Problem('not_changeable', {
      detail:
        'The room of this visit is made already, and stays where it is. To hold it elsewhere, move it first.',
    });
  }
  const provider = appointment.videoProvider ?? deps.videoProviders.preferred;
  const room = { provider, providerRoom: providerRoomName(provider, appointment) };
  await updateCall(tx, { ...call, ...room }, call, deps.now());
};

/**
 * Chooses where a visit's call is held, while it has no room yet. Null leaves it to the clinic.
 * @throws Problem as `nameProvider`; `not_changeable` also where the room is made
 */
export const chooseProvider = (
  deps: Deps,
  { person, ref, provider }: Asked & { provider: VideoProvider | null },
): Promise<Appointment> =>
  nameProvider(deps, {
    person,
    ref,
    provider,
    takeAlong: (tx, appointment) => takeAlong(deps, tx, appointment),
  });

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
    room_provider: madeAt(deps, appointment, call),
  };
};
