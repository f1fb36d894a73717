import type { Database, Tx } from '../database/database.ts';
import type { RoomLeft } from './close-room.ts';

/** Whoever commits closes the room at once; others look after it when that took longer than this. */
const OTHERS_AFTER = "interval '2 seconds'";

/** To be closed at `at`. */
export const upsertClosing = async (
  tx: Tx,
  { provider, name, reason }: RoomLeft,
  at: Date,
): Promise<void> => {
  await tx.query(
    `INSERT INTO room_closings (provider, provider_room, reason, asked_at, next_at)
     VALUES ($1, $2, $3, $4::timestamptz, $4::timestamptz + ${OTHERS_AFTER})
     ON CONFLICT (provider, provider_room) DO UPDATE
       SET reason = excluded.reason, asked_at = excluded.asked_at, next_at = excluded.next_at, tries = 0`,
    [provider, name, reason, at],
  );
};

/** It was closed by somebody who began at `since`: what was asked for after that is still to be done. */
export const deleteClosing = async (
  db: Database,
  { provider, name }: Pick<RoomLeft, 'provider' | 'name'>,
  since: Date,
): Promise<void> => {
  await db.query('DELETE FROM room_closings WHERE provider = $1 AND provider_room = $2 AND asked_at <= $3', [
    provider,
    name,
    since,
  ]);
};

/** Somebody belongs in the room again. */
export const forgetClosing = async (
  tx: Tx,
  { provider, name }: Pick<RoomLeft, 'provider' | 'name'>,
): Promise<void> => {
  await tx.query('DELETE FROM room_closings WHERE provider = $1 AND provider_room = $2', [provider, name]);
};

export interface DueClosing extends RoomLeft {
  askedAt: Date;
}

/** Takes on what is due; each is due again after 2 s, 4 s and so on up to five minutes, for whoever looks then. */
export const takeDueClosings = (db: Database, now: Date, limit: number): Promise<DueClosing[]> =>
  db.query<DueClosing>(
    `UPDATE room_closings SET
       tries = tries + 1,
       next_at = $1::timestamptz + least(300, 2 ^ (least(tries, 10) + 1)) * interval '1 second'
     WHERE (provider, provider_room) IN (
       SELECT provider, provider_room FROM room_closings WHERE next_at <= $1
       ORDER BY next_at LIMIT $2 FOR UPDATE SKIP LOCKED)
     RETURNING provider, provider_room AS name, reason, asked_at AS "askedAt"`,
    [now, limit],
  );
