import type { RoomLookup, VideoRoom, VideoToken } from '../../contract/appointments.ts';
import { sideOf } from '../appointments/appointment.ts';
import { findAppointmentByRoom } from '../appointments/find-appointment.ts';
import { meetingUrl } from '../appointments/present-appointment.ts';
import type { Deps } from '../deps.ts';
import type { Person } from '../people/person.ts';
import { Problem } from '../problem.ts';
import type { SignedIn } from '../signed-in.ts';
import { assertCanEnter } from './assert-can-enter.ts';
import { ticketFor } from './hand-out-ticket.ts';
import { openCall } from './open-call.ts';
import { openRoom } from './open-room.ts';

interface Asked {
  signedIn: SignedIn;
  /** The appointment's UUID or number. */
  ref: string;
}

/**
 * The provider's token for the visit's room, which is made where it is not there yet. Its life in seconds.
 * @throws Problem as `assertCanEnter`, and `openRoom`
 */
export const videoToken = async (deps: Deps, { signedIn, ref }: Asked): Promise<VideoToken> => {
  const entry = await assertCanEnter(deps, signedIn, ref);
  const { call } = await openCall(deps, entry);
  const { token, expiresAt } = await ticketFor(deps, entry, call);
  return {
    access_token: token,
    room_name: entry.appointment.room,
    user_identity: `${signedIn.person.id}-${entry.role}`,
    // A token counts in whole seconds from the one that it was made in.
    expires_in: Math.ceil((expiresAt.getTime() - deps.now().getTime()) / 1000),
  };
};

/**
 * Makes the visit's room; idempotent. `isNew` the first time for each version of the appointment.
 * @throws Problem as `assertCanEnter`, and `openRoom`
 */
export const makeRoom = async (
  deps: Deps,
  { signedIn, ref }: Asked,
): Promise<{ room: VideoRoom; isNew: boolean }> => {
  const entry = await assertCanEnter(deps, signedIn, ref);
  const { call, isNew } = await openCall(deps, entry);
  const sid = await openRoom(deps, entry, call);
  const room = {
    message: 'Video room created successfully',
    room_name: entry.appointment.room,
    room_sid: sid,
    meeting_url: meetingUrl(deps.config.publicUrl, entry.appointment.room),
  };
  return { room, isNew };
};

/**
 * Which appointment a room belongs to, for its participants only.
 * @throws Problem `not_found`
 */
export const lookUpRoom = async (deps: Deps, person: Person, room: string): Promise<RoomLookup> => {
  const appointment = await findAppointmentByRoom(deps.db, room);
  if (!appointment || !sideOf(appointment, person.id)) throw new Problem('not_found');
  return { appointment_id: appointment.id };
};
