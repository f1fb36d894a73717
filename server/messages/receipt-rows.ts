import type { Channel } from '../../contract/primitives.ts';
import type { Database } from '../database/database.ts';
import type { Receipt } from './receipts.ts';
import { moveForward, type Step } from './rows.ts';

export interface ReceiptsMessage {
  id: string;
  channel: Channel;
  addressKey: Uint8Array;
  isBound: boolean;
  createdAt: Date;
}

type Which = Pick<Receipt, 'provider' | 'providerId' | 'messageId'>;

/** The message that a receipt is about: by our own id of it where the provider hands it back, else by theirs. */
export const selectByReceipt = async (
  db: Database,
  { provider, providerId, messageId }: Which,
): Promise<ReceiptsMessage | null> =>
  (
    await db.query<ReceiptsMessage>(
      `SELECT id, channel, address_key AS "addressKey", provider_id IS NOT NULL AS "isBound",
         created_at AS "createdAt"
       FROM messages WHERE provider = $1 AND (provider_id = $2 OR id = $3::uuid)
       ORDER BY (id = $3::uuid) DESC NULLS LAST LIMIT 1`,
      [provider, providerId, messageId],
    )
  )[0] ?? null;

/** What the provider calls a message, learned from its receipt. */
export const bindByReceipt = async (
  db: Database,
  { provider, providerId, messageId }: Which,
): Promise<void> => {
  await db.query(
    `UPDATE messages SET provider_id = $2 WHERE id = $3 AND provider_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM messages WHERE provider = $1 AND provider_id = $2)`,
    [provider, providerId, messageId],
  );
};

export const insertEarly = async (db: Database, receipt: Receipt): Promise<void> => {
  await db.query(
    `INSERT INTO early_receipts (provider, provider_id, status, fault, at)
     VALUES ($1, $2, $3, $4, least(coalesce($5::timestamptz, now()), now())) ON CONFLICT DO NOTHING`,
    [receipt.provider, receipt.providerId, receipt.status, receipt.fault, receipt.at],
  );
};

export const deleteEarly = async (db: Database, { provider, providerId, status }: Receipt): Promise<void> => {
  await db.query('DELETE FROM early_receipts WHERE provider = $1 AND provider_id = $2 AND status = $3', [
    provider,
    providerId,
    status,
  ]);
};

/**
 * Takes early receipts whose message is known by now: a process ended between learning of one and the other. All in
 * one transaction, so that one that ends here loses none either.
 */
export const takeLeftEarly = (db: Database): Promise<void> =>
  db.tx(async (tx) => {
    const left = await tx.query<Step & { id: string }>(
      `DELETE FROM early_receipts r USING messages m
       WHERE m.provider = r.provider AND m.provider_id = r.provider_id
       RETURNING m.id, r.status, r.fault, r.at`,
    );
    for (const { id, ...step } of left) await moveForward(tx, id, step);
  });

/** Receipts of messages that are not ours. */
export const deleteOldReceipts = async (db: Database): Promise<void> => {
  await db.query(`DELETE FROM early_receipts WHERE at < now() - interval '1 day'`);
};
