import { v7 as uuidv7 } from 'uuid';
import type { Appointment } from '../appointments/appointment.ts';
import { lockAppointment } from '../appointments/find-appointment.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Tx } from '../database/database.ts';
import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';
import type { Entry } from './assert-can-enter.ts';
import { askToClose, closeRoom, type RoomLeft, roomLeft } from './close-room.ts';
import { followed } from './followed.ts';
import { providerRoomName, roomName } from './room-name.ts';
import { insertCall, lockCall, selectCall, updateCall } from './rows.ts';
import type { CallRecord, Room } from './video-call.ts';

/** Where the next room of an appointment is made. */
const nextRoom = ({ videoProviders }: Pick<Deps, 'videoProviders'>, appointment: Appointment): Room => {
  const provider = appointment.videoProvider ?? videoProviders.preferred;
  return {
    provider,
    roomName: roomName(appointment),
    providerRoom: providerRoomName(provider, appointment),
    version: appointment.version,
  };
};

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
  const change = followed(call, appointment, now);
  if (!change) return { call, renewed: false, left: null };
  const { facts, isMoved } = change;
  const room = isMoved ? nextRoom(deps, appointment) : call;
  const changed = await updateCall(tx, { ...call, ...room }, facts, now);
  await appendAudit(tx, {
    actorId: null,
    action: 'call.follow',
    subjectId: appointment.id,
    details: { from: call.status, to: changed.status, version: appointment.version },
  });
  const left = roomLeft(call, isMoved ? 'moved' : 'cancelled');
  await askToClose(tx, deps, left, now);
  return { call: changed, renewed: isMoved, left };
};

/** A new record for an appointment that the caller holds and that has none. */
export const insertNewCall = async (
  tx: Tx,
  deps: Deps,
  appointment: Appointment,
  actorId: string | null,
): Promise<CallRecord> => {
  const call = await insertCall(tx, {
    id: uuidv7(),
    appointmentId: appointment.id,
    room: nextRoom(deps, appointment),
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
    // What is not set up must not be written down as where the room is.
    deps.videoProviders.of(nextRoom(deps, appointment).provider);
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
 * @throws Problem `not_joinable`, `video_not_configured`
 */
export const openCall = async (deps: Deps, entry: Entry): Promise<{ call: CallRecord; isNew: boolean }> => {
  const known = await selectCall(deps.db, entry.appointment.id);
  if (known?.version === entry.appointment.version) {
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
  if (call?.version !== appointment.version) throw new Problem('call_not_found');
  assertUsable(call);
  return call;
};
