import { findAppointment } from '../appointments/find-appointment.ts';
import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';
import type { Entry } from './assert-can-enter.ts';
import { askToClose, closeRoom, roomLeft, roomLeftBy } from './close-room.ts';
import { selectCall } from './rows.ts';
import type { CallRecord } from './video-call.ts';

/** Whether somebody belongs in the room still: the visit may have changed while its provider was asked. */
const isStillOpen = async ({ db }: Deps, { appointmentId, version }: CallRecord): Promise<boolean> => {
  const [appointment, call] = [await findAppointment(db, appointmentId), await selectCall(db, appointmentId)];
  return appointment?.version === version && call?.version === version && roomLeftBy(call) === null;
};

/**
 * Makes the call's room where it is not there: a provider closes one that nobody came to. Its id there. A room
 * that was closed while it was being made is closed again.
 * @throws Problem `video_unavailable`, `video_not_configured`, and `not_joinable` where the visit was moved,
 * cancelled or ended meanwhile
 */
export const openRoom = async (deps: Deps, { closesAt }: Entry, call: CallRecord): Promise<string> => {
  const rooms = deps.videoProviders.of(call.provider);
  const { sid } = await rooms.open({ name: call.providerRoom, closesAt }, deps.now());
  // Our own signalling judges a ticket again at its door.
  if (call.provider === 'builtin' || (await isStillOpen(deps, call))) return sid;
  const left = roomLeft(call, 'ended');
  await deps.db.tx((tx) => askToClose(tx, deps, left, deps.now()));
  await closeRoom(deps, left);
  throw new Problem('not_joinable');
};
