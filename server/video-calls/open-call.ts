import { v7 as uuidv7 } from 'uuid';
import type { Appointment } from '../appointments/appointment.ts';
import { lockAppointment } from '../appointments/find-appointment.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Tx } from '../database/database.ts';
import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';
import type { Entry } from './assert-can-enter.ts';
import { closeRoom, type RoomLeft } from './close-room.ts';
import { followed } from './followed.ts';
import { insertCall, lockCall, selectCall, updateCall } from './rows.ts';
import type { CallRecord } from './video-call.ts';

type RoomOf = Deps['videoRooms']['roomOf'];

export const roomNow = (roomOf: RoomOf, { id, version, room }: Appointment): string =>
  roomOf({ id, version, page: room });

interface CurrentCall {
  call: CallRecord;
  /** It is a new call in a new room. */
  renewed: boolean;
  /** The room of before, where the record had to follow its appointment; to be closed after the commit. */
  left: RoomLeft | null;
}

/** The call's record, made true to its appointment, which the caller holds; null where there is none. */
export const lockCurrentCall = async (
  tx: Tx,
  deps: Deps,
  appointment: Appointment,
): Promise<CurrentCall | null> => {
  const call = await lockCall(tx, appointment.id);
  if (!call) return null;
  const now = deps.now();
  const change = followed(call, appointment, roomNow(deps.videoRooms.roomOf, appointment), now);
  if (!change) return { call, renewed: false, left: null };
  const { roomName } = change;
  const changed = await updateCall(tx, { ...call, roomName }, change.facts, now);
  await appendAudit(tx, {
    actorId: null,
    action: 'call.follow',
    subjectId: appointment.id,
    details: { from: call.status, to: changed.status, version: appointment.version },
  });
  const renewed = roomName !== call.roomName;
  const left: RoomLeft = { room: call.roomName, reason: renewed ? 'moved' : 'cancelled' };
  return { call: changed, renewed, left };
};

/** A new record for an appointment that the caller holds and that has none. */
export const insertNewCall = async (
  tx: Tx,
  deps: Deps,
  appointment: Appointment,
  actorId: string | null,
): Promise<CallRecord> => {
  const { videoRooms } = deps;
  const call = await insertCall(tx, {
    id: uuidv7(),
    appointmentId: appointment.id,
    provider: videoRooms.provider,
    roomName: roomNow(videoRooms.roomOf, appointment),
    createdAt: deps.now(),
  });
  if (!call) throw new Error('the appointment had no call while it was held');
  await appendAudit(tx, {
    actorId,
    action: 'call.open',
    subjectId: appointment.id,
    details: { call: call.id },
  });
  return call;
};

const openUnderLock = (deps: Deps, entry: Entry): Promise<CurrentCall | null> =>
  deps.db.tx(async (tx) => {
    const appointment = await lockAppointment(tx, entry.appointment.id);
    // It was moved or cancelled after the person was let in: that was for another version.
    if (appointment?.version !== entry.appointment.version) return null;
    const current = await lockCurrentCall(tx, deps, appointment);
    if (current) return current;
    const call = await insertNewCall(tx, deps, appointment, entry.signedIn.person.id);
    return { call, renewed: true, left: null };
  });

/** @throws Problem `not_joinable`: a call that failed is not tried again */
const assertUsable = (call: CallRecord): void => {
  if (call.status === 'FAILED') throw new Problem('not_joinable', { detail: 'This video call has failed.' });
};

/**
 * The one call of the visit, made by the first who asks, however many ask at once. `isNew` for that one,
 * and for the first after a move.
 * @throws Problem `not_joinable`
 */
export const openCall = async (deps: Deps, entry: Entry): Promise<{ call: CallRecord; isNew: boolean }> => {
  const known = await selectCall(deps.db, entry.appointment.id);
  const isTrue = known?.roomName === roomNow(deps.videoRooms.roomOf, entry.appointment);
  if (known && isTrue) {
    assertUsable(known);
    return { call: known, isNew: false };
  }
  const opened = await openUnderLock(deps, entry);
  if (!opened) throw new Problem('not_joinable');
  await closeRoom(deps, opened.left);
  assertUsable(opened.call);
  return { call: opened.call, isNew: opened.renewed };
};

/** @throws Problem `call_not_found`, `not_joinable` */
export const findOpenCall = async (deps: Deps, { appointment }: Entry): Promise<CallRecord> => {
  const call = await selectCall(deps.db, appointment.id);
  if (!call || call.roomName !== roomNow(deps.videoRooms.roomOf, appointment))
    throw new Problem('call_not_found');
  assertUsable(call);
  return call;
};
