import type { Deps } from '../deps.ts';
import type { CallRecord } from './video-call.ts';

/** A room that nobody belongs in any more. */
export interface RoomLeft {
  room: string;
  reason: 'moved' | 'cancelled' | 'ended';
}

/** The room of a call that can't go on; null where somebody may still come back into it. */
export const roomLeftBy = ({ status, endedBy, roomName: room }: CallRecord): RoomLeft | null => {
  if (status === 'CANCELLED') return { room, reason: 'cancelled' };
  const isFinal = status === 'COMPLETED' && endedBy === 'doctor';
  return isFinal || status === 'FAILED' || status === 'NO_SHOW' ? { room, reason: 'ended' } : null;
};

/**
 * Closes a room at its provider, after the commit that made it necessary. What was decided stands also
 * when the provider can't be reached: nobody gets a new ticket, and the room dies with its last one.
 */
export const closeRoom = async ({ videoRooms, log }: Deps, left: RoomLeft | null): Promise<void> => {
  if (!left) return;
  await videoRooms.close(left.room, left.reason).catch((error: unknown) => {
    log.warn({ err: error }, 'a room could not be closed at its provider');
  });
};
