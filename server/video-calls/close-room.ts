import type { VideoProvider } from '../../contract/video-calls.ts';
import type { Tx } from '../database/database.ts';
import type { Deps } from '../deps.ts';
import { deleteClosing, forgetClosing, upsertClosing } from './closing-rows.ts';
import type { CallRecord, Room } from './video-call.ts';
import type { ClosingReason } from './video-rooms.ts';

/** A room that nobody belongs in any more. */
export interface RoomLeft {
  provider: VideoProvider;
  /** What the provider knows it by. */
  name: string;
  reason: ClosingReason;
}

export const roomLeft = ({ provider, providerRoom: name }: Room, reason: ClosingReason): RoomLeft => ({
  provider,
  name,
  reason,
});

/** The room of a call that can't go on; null where somebody may still come back into it. */
export const roomLeftBy = (call: CallRecord): RoomLeft | null => {
  const { status, endedBy } = call;
  if (status === 'CANCELLED') return roomLeft(call, 'cancelled');
  const isFinal = status === 'COMPLETED' && endedBy === 'doctor';
  return isFinal || status === 'FAILED' || status === 'NO_SHOW' ? roomLeft(call, 'ended') : null;
};

/**
 * Writes down that a room is to be closed, with the change that makes it necessary, so that a process that
 * dies, or a provider that is away, leaves nobody in it. Our own rooms need no such word: their signalling
 * hears of every change from the database.
 */
export const askToClose = async (
  tx: Tx,
  { videoProviders }: Pick<Deps, 'videoProviders'>,
  left: RoomLeft | null,
  at: Date,
): Promise<void> => {
  if (!left || left.provider === 'builtin') return;
  // Nobody can be asked to.
  if (videoProviders.configured.includes(left.provider)) await upsertClosing(tx, left, at);
};

/**
 * Writes down what becomes of a call's room with the change itself: closed at once where nobody may come back,
 * at the end of the join window where somebody may, kept where a visit goes on again. The room to close now.
 */
export const planClosing = async (
  tx: Tx,
  deps: Pick<Deps, 'videoProviders'>,
  { before, after, now, closesAt }: { before: CallRecord; after: CallRecord; now: Date; closesAt: Date },
): Promise<RoomLeft | null> => {
  const ended = after.status === 'COMPLETED' ? roomLeft(after, 'ended') : null;
  const left = roomLeftBy(after) ?? (now < closesAt ? null : ended);
  if (left) await askToClose(tx, deps, left, now);
  else if (ended) await askToClose(tx, deps, ended, closesAt);
  else if (before.status === 'COMPLETED') await forgetClosing(tx, roomLeft(after, 'ended'));
  return left;
};

/**
 * Closes a room at its provider, after the commit that made it necessary. What was decided stands also
 * when the provider can't be reached: nobody gets a new ticket, and it is tried again; see `keepRooms`.
 */
export const closeRoom = async (
  { db, videoProviders, log, now }: Pick<Deps, 'db' | 'videoProviders' | 'log' | 'now'>,
  left: RoomLeft | null,
): Promise<void> => {
  if (!left || left.provider === 'builtin') return;
  const since = now();
  try {
    await videoProviders.of(left.provider).close(left.name, left.reason);
    await deleteClosing(db, left, since);
  } catch (error) {
    log.warn({ err: error, provider: left.provider }, 'a room could not be closed at its provider yet');
  }
};
