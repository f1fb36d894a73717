import type { Channel } from '../../contract/primitives.ts';
import type { Database, Tx } from '../database/database.ts';

/** A number or an e-mail address, on one way. */
export interface Way {
  addressKey: Uint8Array;
  channel: Channel;
}

/** False where it was opted out already. */
export const insertOptOut = async (tx: Tx, { addressKey, channel }: Way): Promise<boolean> =>
  (
    await tx.query(
      'INSERT INTO message_opt_outs (address_key, channel) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING channel',
      [addressKey, channel],
    )
  ).length > 0;

/** False where it was not opted out. */
export const deleteOptOut = async (tx: Tx, { addressKey, channel }: Way): Promise<boolean> =>
  (
    await tx.query('DELETE FROM message_opt_outs WHERE address_key = $1 AND channel = $2 RETURNING channel', [
      addressKey,
      channel,
    ])
  ).length > 0;

/** The number wrote to us, at a time that its provider tells; null for now. */
export const openWindow = async (db: Database, addressKey: Uint8Array, at: Date | null): Promise<void> => {
  await db.query(
    `INSERT INTO whatsapp_windows (address_key, last_heard_at)
     VALUES ($1, least(coalesce($2::timestamptz, now()), now()))
     ON CONFLICT (address_key)
     DO UPDATE SET last_heard_at = greatest(whatsapp_windows.last_heard_at, excluded.last_heard_at)`,
    [addressKey, at],
  );
};

/** Meta's customer service window: 24 hours from the last message of theirs; half a minute is kept for the way. */
const WINDOW = `interval '24 hours' - interval '30 seconds'`;

export const selectWindow = async (db: Database, addressKey: Uint8Array): Promise<boolean> =>
  (
    await db.read(
      `SELECT 1 FROM whatsapp_windows WHERE address_key = $1 AND last_heard_at > now() - (${WINDOW})`,
      [addressKey],
    )
  ).length > 0;

/** Windows that closed long ago. */
export const deleteOldWindows = async (db: Database): Promise<void> => {
  await db.query(`DELETE FROM whatsapp_windows WHERE last_heard_at < now() - interval '2 days'`);
};
