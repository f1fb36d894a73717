import type { VideoProvider } from '../../contract/video-calls.ts';
import type { Tx } from '../database/database.ts';
import type { Deps } from '../deps.ts';
import { deleteClosing, upsertClosing } from './closing-rows.ts';
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
export const askToClose = async (tx: Tx, left: RoomLeft | null, now: Date): Promise<void> => {
  if (left && left.provider !== 'builtin') await upsertClosing(tx, left, now);
};

/**
 * Closes a room at its provider, after the commit that made it necessary. What was decided stands also
 * when the provider can't be reached: nobody gets a new ticket, and it is tried again; see `keepRooms`.
 */
export const closeRoom = async (
  { db, videoProviders, log }: Pick<Deps, 'db' | 'videoProviders' | 'log'>,
  left: RoomLeft | null,
): Promise<void> => {
  if (!left || left.provider === 'builtin') return;
  try {
    await videoProviders.of(left.provider).close(left.name, left.reason);
    await deleteClosing(db, left);
  } catch (error) {
    log.warn({ err: error, provider: left.provider }, 'a room could not be closed at its provider yet');
  }
};
