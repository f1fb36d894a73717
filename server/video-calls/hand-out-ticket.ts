import type { VideoCallAccess } from '../../contract/video-calls.ts';
import type { Deps } from '../deps.ts';
import { fullName } from '../people/person.ts';
import type { SignedIn } from '../signed-in.ts';
import { assertCanEnter, type Entry } from './assert-can-enter.ts';
import { lifeInWords } from './life-in-words.ts';
import { findOpenCall, openCall } from './open-call.ts';
import { openRoom } from './open-room.ts';
import type { CallRecord } from './video-call.ts';
import type { Ticket } from './video-rooms.ts';

interface Asked {
  signedIn: SignedIn;
  /** The appointment's UUID or number. */
  ref: string;
}

/**
 * The provider's ticket for a person at the door, into a room that is there.
 * @throws Problem as `openRoom`
 */
export const ticketFor = async (deps: Deps, entry: Entry, call: CallRecord): Promise<Ticket> => {
  const { signedIn, appointment, role, closesAt } = entry;
  const { person, sessionId } = signedIn;
  await openRoom(deps, entry, call);
  return deps.videoProviders.of(call.provider).ticket({
    room: call.roomName,
    providerRoom: call.providerRoom,
    page: appointment.room,
    appointmentId: appointment.id,
    appointmentVersion: appointment.version,
    sessionId,
    person: {
      id: person.id,
      name: fullName(person),
      email: person.email,
      avatarUrl: person.profileImageUrl ?? '',
    },
    role,
    now: deps.now(),
    closesAt,
  });
};

const accessOf = async (
  deps: Deps,
  entry: Entry,
  call: CallRecord,
  message: string,
): Promise<VideoCallAccess> => {
  const ticket = await ticketFor(deps, entry, call);
  return {
    message,
    videoCall: {
      id: call.id,
      appointmentId: call.appointmentId,
      roomName: call.roomName,
      status: call.status,
    },
    jitsiToken: ticket.jitsiToken,
    meetingLink: ticket.meetingLink,
    userRole: entry.role,
    // Who moderates comes from the appointment, never from the request.
    isModerator: entry.role === 'doctor',
    expiresIn: lifeInWords(ticket.expiresAt.getTime() - deps.now().getTime()),
    provider: call.provider,
    ticket: ticket.ticket,
  };
};

/**
 * Opens the visit's one call and hands out a ticket for it; idempotent.
 * @throws Problem as `assertCanEnter`, and `openRoom`
 */
export const initiate = async (deps: Deps, { signedIn, ref }: Asked): Promise<VideoCallAccess> => {
  const entry = await assertCanEnter(deps, signedIn, ref);
  const { call } = await openCall(deps, entry);
  return accessOf(deps, entry, call, 'Video call initiated successfully');
};

/**
 * A ticket for a call that was opened before.
 * @throws Problem as `assertCanEnter`, `openRoom`, and `call_not_found`
 */
export const handOutTicket = async (deps: Deps, { signedIn, ref }: Asked): Promise<VideoCallAccess> => {
  const entry = await assertCanEnter(deps, signedIn, ref);
  return accessOf(deps, entry, await findOpenCall(deps, entry), 'Token retrieved successfully');
};
