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

/**
 * One statement, so that a message without its first event is never there. It also says whether the address
 * wants no messages on this way: true where nothing may be sent.
 */
export const insertMessage = async (on: Database | Tx, message: NewMessage): Promise<boolean> => {
  const [row] = await on.query<{ optedOut: boolean }>(
    `WITH message AS (
       INSERT INTO messages (id, person_id, kind, channel, address_key, to_masked, country, provider,
         instead_of, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, now() + $10::float8 * interval '1 second') RETURNING id
     ), event AS (
       INSERT INTO message_events (message_id, status) SELECT id, 'queued' FROM message
     ) SELECT EXISTS (SELECT 1 FROM message_opt_outs WHERE address_key = $5 AND channel = $4) AS "optedOut"`,
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
  return row?.optedOut ?? false;
};

/** Lowest first: a status never goes backwards. `failed` may turn out delivered after all, never the reverse. */
export const ORDER = `ARRAY['queued', 'unknown', 'sent', 'failed', 'delivered', 'read']`;

export interface Step {
  status: DeliveryStatus;
  fault: DeliveryFault | null;
  /** Null for now. A provider's clock is not ours: no event is later than now, or before the one before it. */
  at: Date | null;
}

const FORWARD = `
  WITH moved AS (
    UPDATE messages SET status = $2, fault = $3, updated_at = now()
    WHERE id = $1 AND array_position(${ORDER}, $2) > array_position(${ORDER}, status)
    RETURNING id
  ) INSERT INTO message_events (message_id, status, fault, at)
    SELECT id, $2, $3, greatest(
      (SELECT max(e.at) FROM message_events e WHERE e.message_id = moved.id),
      least(coalesce($4::timestamptz, now()), now())
    ) FROM moved
    ON CONFLICT (message_id, status) DO NOTHING
    RETURNING message_id`;

/** Moves a message forward; false where it is as far or further already. */
export const moveForward = async (on: Database | Tx, id: string, step: Step): Promise<boolean> =>
  (await on.query(FORWARD, [id, step.status, step.fault, step.at])).length > 0;

export interface Taken {
  provider: string;
  providerId: string;
  status: 'queued' | 'sent';
}

/** Remembers what the provider calls a message, and that it took it. */
const ACCEPT = `
  WITH bound AS (
    UPDATE messages SET provider = $2, provider_id = $3, updated_at = now(),
      status = CASE WHEN array_position(${ORDER}, $4) > array_position(${ORDER}, status) THEN $4 ELSE status END
    WHERE id = $1 RETURNING id, status
  ) INSERT INTO message_events (message_id, status) SELECT id, status FROM bound WHERE status = $4
    ON CONFLICT (message_id, status) DO NOTHING`;

const TAKE_EARLY = `
  DELETE FROM early_receipts WHERE provider = $1 AND provider_id = $2 RETURNING status, fault, at`;

/**
 * Writes down that a provider took a message, and takes the receipts that came before. Two statements, each
 * committed: whoever keeps an early receipt looks for its message again afterwards, so one of both sees the other.
 */
export const bindProviderId = async (db: Database, id: string, taken: Taken): Promise<void> => {
  const { provider, providerId, status } = taken;
  await db.query(ACCEPT, [id, provider, providerId, status]);
  for (const step of await db.query<Step>(TAKE_EARLY, [provider, providerId]))
    await moveForward(db, id, step);
};

/** What receipts told of a message before its provider answered us; null where none came. */
export const selectTaken = async (
  db: Database,
  id: string,
): Promise<Pick<Taken, 'providerId' | 'status'> | null> =>
  (
    await db.query<Pick<Taken, 'providerId' | 'status'>>(
      `SELECT provider_id AS "providerId", CASE status WHEN 'queued' THEN 'queued' ELSE 'sent' END AS status
       FROM messages WHERE id = $1 AND provider_id IS NOT NULL`,
      [id],
    )
  )[0] ?? null;

/** A minute beyond the end, for a message that is being sent in its last seconds. */
const INTERRUPTED = `
  WITH ended AS (
    UPDATE messages SET status = 'failed', fault = 'interrupted', updated_at = now()
    WHERE status = 'queued' AND provider_id IS NULL
      AND coalesce(expires_at, created_at + interval '10 minutes') < now() - interval '1 minute'
    RETURNING id
  ) INSERT INTO message_events (message_id, status, fault) SELECT id, 'failed', 'interrupted' FROM ended
    ON CONFLICT DO NOTHING RETURNING message_id`;

/** Ends what a process left behind when it was killed: nobody has the text of it any more. How many. */
export const failInterrupted = async (db: Database): Promise<number> => (await db.query(INTERRUPTED)).length;
