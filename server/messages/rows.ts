import type { DeliveryFault, DeliveryStatus, MessageKind } from '../../contract/deliveries.ts';
import type { Channel } from '../../contract/primitives.ts';
import type { Database, Tx } from '../database/database.ts';

export interface NewMessage {
  id: string;
  personId: string | null;
  kind: MessageKind;
  channel: Channel;
  addressKey: Uint8Array;
  toMasked: string;
  /** ISO 3166-1 alpha-2; null for e-mail and numbers of no country. */
  country: string | null;
  provider: string | null;
  insteadOf: string | null;
  /** Seconds; null for a message that does not grow old. */
  life: number | null;
}

/** One statement, so that a message without its first event is never there. */
export const insertMessage = async (on: Database | Tx, message: NewMessage): Promise<void> => {
  await on.query(
    `WITH message AS (
       INSERT INTO messages (id, person_id, kind, channel, address_key, to_masked, country, provider,
         instead_of, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, now() + $10::integer * interval '1 second') RETURNING id
     ) INSERT INTO message_events (message_id, status) SELECT id, 'queued' FROM message`,
    [
      message.id,
      message.personId,
      message.kind,
      message.channel,
      message.addressKey,
      message.toMasked,
      message.country,
      message.provider,
      message.insteadOf,
      message.life,
    ],
  );
};

/** Lowest first: a status never goes backwards. `failed` may turn out delivered after all, never the reverse. */
const ORDER = `ARRAY['queued', 'unknown', 'sent', 'failed', 'delivered', 'read']`;

export interface Step {
  status: DeliveryStatus;
  fault: DeliveryFault | null;
  /** Null for now. */
  at: Date | null;
}

const FORWARD = `
  WITH moved AS (
    UPDATE messages SET status = $2, fault = $3, updated_at = now()
    WHERE id = $1 AND array_position(${ORDER}, $2) > array_position(${ORDER}, status)
    RETURNING id
  ) INSERT INTO message_events (message_id, status, fault, at)
    SELECT id, $2, $3, least(coalesce($4, now()), now()) FROM moved
    ON CONFLICT (message_id, status) DO NOTHING
    RETURNING message_id`;

/** Moves a message forward; false where it is as far or further already. */
export const moveForward = async (on: Database | Tx, id: string, step: Step): Promise<boolean> =>
  (await on.query(FORWARD, [id, step.status, step.fault, step.at])).length > 0;

/** Remembers what the provider calls a message, and takes the receipts that came before. */
export const bindProviderId = (
  db: Database,
  id: string,
  { provider, providerId }: { provider: string; providerId: string },
): Promise<void> =>
  db.tx(async (tx) => {
    await tx.query('UPDATE messages SET provider = $2, provider_id = $3 WHERE id = $1', [
      id,
      provider,
      providerId,
    ]);
    const early = await tx.query<{ status: DeliveryStatus; fault: DeliveryFault | null; at: Date }>(
      `DELETE FROM early_receipts WHERE provider = $1 AND provider_id = $2 RETURNING status, fault, at`,
      [provider, providerId],
    );
    for (const step of early) await moveForward(tx, id, step);
  });

export const isOptedOut = async (
  on: Database | Tx,
  addressKey: Uint8Array,
  channel: Channel,
): Promise<boolean> =>
  (
    await on.query('SELECT 1 FROM message_opt_outs WHERE address_key = $1 AND channel = $2', [
      addressKey,
      channel,
    ])
  ).length > 0;

/** Ends what a process left behind when it was killed: nobody has the text of it any more. */
export const failInterrupted = async (db: Database): Promise<number> =>
  (
    await db.query(
      `WITH ended AS (
         UPDATE messages SET status = 'failed', fault = 'interrupted', updated_at = now()
         WHERE status = 'queued' AND provider_id IS NULL
           AND coalesce(expires_at, created_at + interval '10 minutes') < now()
         RETURNING id
       ) INSERT INTO message_events (message_id, status, fault) SELECT id, 'failed', 'interrupted' FROM ended
         ON CONFLICT DO NOTHING RETURNING message_id`,
    )
  ).length;
