import type { VideoProvider } from '../../contract/video-calls.ts';
import { type Appointment, sideOf } from '../appointments/appointment.ts';
import { findAppointment, lockAppointment } from '../appointments/find-appointment.ts';
import type { Tx } from '../database/database.ts';
import type { Deps } from '../deps.ts';
import { changeUnderLock, isOverlap } from './change-call.ts';
import { askToClose, closeRoom, type RoomLeft, roomLeftBy } from './close-room.ts';
import { isConnected, upsertConnection } from './connection-rows.ts';
import { lockCurrentCall } from './open-call.ts';
import { refOfRoom } from './room-name.ts';
import type { CallRecord } from './video-call.ts';

/** What a provider has seen of one connection to one of its rooms. */
export interface Seen {
  provider: VideoProvider;
  /** What the provider knows the room by. */
  providerRoom: string;
  /** The provider's own name for the connection, never used for another. */
  connectionId: string;
  personId: string;
  what: 'connected' | 'disconnected';
  /** The provider's own time of it. */
  at: Date;
}

/** Told late of somebody who was in before the call was over: it does not go on for that. */
const isPast = (call: CallRecord, { what, at }: Seen): boolean =>
  what === 'connected' && call.endedAt !== null && at <= call.endedAt;

/** Somebody got into a room that nobody belongs in any more: with an old ticket, where the provider lets them. */
const putOut = async (
  deps: Deps,
  tx: Tx,
  { provider, providerRoom, what }: Seen,
): Promise<RoomLeft | null> => {
  if (what === 'disconnected') return null;
  const left: RoomLeft = { provider, name: providerRoom, reason: 'ended' };
  await askToClose(tx, deps, left, deps.now());
  return left;
};

/** Writes down a connection and makes the call's record say who is in; the room to close after the commit. */
const follow = async (
  deps: Deps,
  tx: Tx,
  { appointment, call, seen }: { appointment: Appointment; call: CallRecord; seen: Seen },
): Promise<RoomLeft | null> => {
  const role = sideOf(appointment, seen.personId);
  if (!role) return null;
  await upsertConnection(tx, call, role, seen);
  if (isPast(call, seen)) return null;
  const isIn = await isConnected(tx, call, role);
  // Of two connections one went: the side is in as it was.
  if (isIn && seen.what === 'disconnected') return null;
  const outcome = await changeUnderLock(deps, tx, {
    appointmentId: appointment.id,
    version: null,
    action: isIn ? 'join' : 'leave',
    actor: { id: seen.personId, role },
  });
  // Back in after the end: nobody belongs there any more, though the room was left open for a while.
  return 'refused' in outcome ? putOut(deps, tx, seen) : outcome.left;
};

const attendUnderLock = async (
  deps: Deps,
  tx: Tx,
  appointmentId: string,
  seen: Seen,
): Promise<RoomLeft | null> => {
  const appointment = await lockAppointment(tx, appointmentId);
  const current = appointment && (await lockCurrentCall(tx, deps, appointment));
  if (!current) return null;
  const { call } = current;
  const isThere = call.provider === seen.provider && call.providerRoom === seen.providerRoom;
  if (!isThere || roomLeftBy(call)) return (await putOut(deps, tx, seen)) ?? current.left;
  return (await follow(deps, tx, { appointment, call, seen })) ?? current.left;
};

/**
 * Takes a provider's word for who came into a room and who went, in whatever order and however often it is
 * told: a side is in while a connection of its stands. Who gets into a room that was left is put out.
 * @throws DatabaseUnavailable, so that the provider tells it again
 */
export const attend = async (deps: Deps, seen: Seen): Promise<void> => {
  const ref = refOfRoom(seen.providerRoom);
  const appointment = ref === null ? null : await findAppointment(deps.db, ref);
  // Other systems may have rooms at the same provider: those are nothing to us.
  if (!appointment || !sideOf(appointment, seen.personId)) return;
  const left = await deps.db
    .tx((tx) => attendUnderLock(deps, tx, appointment.id, seen))
    .catch((error: unknown) => {
      // The time of a visit that was over has been given away: nobody may come back into it.
      if (isOverlap(error)) return deps.db.tx((tx) => putOut(deps, tx, seen));
      throw error;
    });
  await closeRoom(deps, left);
};
