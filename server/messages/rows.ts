import type { DeliveryFault, DeliveryStatus, MessageKind } from '../../contract/deliveries.ts';
import type { Channel } from '../../contract/primitives.ts';
import { asBytea } from '../database/as-bytea.ts';
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
  /** The version of the visit that it tells of; null for what tells of none. */
  about: About | null;
}

/** One version of a visit: of each kind, person and channel there is one message at most that tells of it. */
export interface About {
  appointmentId: string;
  version: number;
}

/**
 * One statement, so that a message without its first event is never there. Who answered STOP on one way to their
 * number is told nothing of visits on the other either.
 */
const INSERT = `
  WITH asked AS MATERIALIZED (
    SELECT * FROM json_to_recordset($1::json) AS asked
      (id uuid, person_id uuid, kind text, channel text, address_key bytea, to_masked text, country text,
       provider text, instead_of uuid, life float8, appointment_id uuid, appointment_version integer)
  ), message AS (
    INSERT INTO messages (id, person_id, kind, channel, address_key, to_masked, country, provider, instead_of,
      expires_at, appointment_id, appointment_version)
    SELECT id, person_id, kind, channel, address_key, to_masked, country, provider, instead_of,
      now() + life * interval '1 second', appointment_id, appointment_version
    FROM asked
    ON CONFLICT (appointment_id, appointment_version, kind, person_id, channel) WHERE appointment_id IS NOT NULL
      DO NOTHING
    RETURNING id
  ), event AS (
    INSERT INTO message_events (message_id, status) SELECT id, 'queued' FROM message
  ) SELECT asked.id FROM asked
    WHERE EXISTS (
      SELECT FROM message_opt_outs o WHERE o.address_key = asked.address_key
        AND (o.channel = asked.channel OR asked.appointment_id IS NOT NULL AND o.channel IN ('sms', 'whatsapp')))`;

/** Says of each whether its address wants no messages on this way: true where nothing may be sent. */
export const insertMessages = async (
  on: Database | Tx,
  messages: readonly NewMessage[],
): Promise<(message: NewMessage) => boolean> => {
  const asked = messages.map((message) => ({
    id: message.id,
    person_id: message.personId,
    kind: message.kind,
    channel: message.channel,
    address_key: asBytea(message.addressKey),
    to_masked: message.toMasked,
    country: message.country,
    provider: message.provider,
    instead_of: message.insteadOf,
    life: message.life,
    appointment_id: message.about?.appointmentId ?? null,
    appointment_version: message.about?.version ?? null,
  }));
  const unwanted = await on.query<{ id: string }>(INSERT, [JSON.stringify(asked)]);
  const ids = new Set(unwanted.map(({ id }) => id));
  return ({ id }) => ids.has(id);
};

/** Lowest first: a status never goes backwards. `failed` may turn out delivered after all, never the reverse. */
export const ORDER = `ARRAY['queued', 'unknown', 'sent', 'failed', 'delivered', 'read']`;

export interface Step {
  status: DeliveryStatus;
  fault: DeliveryFault | null;
  /** Null for now. A provider's clock is not ours: no event is later than now, or before the one before it. */
  at: Date | null;
}

const forwardWhere = (condition: string) => `
  WITH moved AS (
    UPDATE messages SET status = $2, fault = $3, updated_at = now()
    WHERE id = $1 AND array_position(${ORDER}, $2) > array_position(${ORDER}, status) AND ${condition}
    RETURNING id
  ) INSERT INTO message_events (message_id, status, fault, at)
    SELECT id, $2, $3, greatest(
      (SELECT max(e.at) FROM message_events e WHERE e.message_id = moved.id),
      least(coalesce($4::timestamptz, now()), now())
    ) FROM moved
    ON CONFLICT (message_id, status) DO NOTHING
    RETURNING message_id`;

const FORWARD = forwardWhere('true');
const END_UNTAKEN = forwardWhere('provider_id IS NULL');

/** Moves a message forward; false where it is as far or further already. */
export const moveForward = async (on: Database | Tx, id: string, step: Step): Promise<boolean> =>
  (await on.query(FORWARD, [id, step.status, step.fault, step.at])).length > 0;

/** What a try of our own ended as; of a message that a provider has from another try it tells nothing. */
export const endUntaken = async (on: Database | Tx, id: string, step: Step): Promise<void> => {
  await on.query(END_UNTAKEN, [id, step.status, step.fault, step.at]);
};

export interface Taken {
  provider: string;
  providerId: string;
  status: 'queued' | 'sent';
}

export interface Accepted extends Taken {
  id: string;
}

/** Another try of our own failed: of one that was bound it is its provider who says so. */
const FAILED_BEFORE = `(m.status = 'failed' AND m.provider_id IS NULL)`;

/**
 * Remembers what the provider calls each message, and that it took it. The array has each found through the index,
 * also in a plan that was made when the table was small.
 */
const ACCEPT = `
  WITH asked AS MATERIALIZED (
    SELECT * FROM json_to_recordset($1::json) AS asked (id uuid, provider text, provider_id text, status text)
  ), bound AS (
    UPDATE messages m SET provider = asked.provider, provider_id = asked.provider_id, updated_at = now(),
      status = CASE WHEN ${FAILED_BEFORE} OR array_position(${ORDER}, asked.status) > array_position(${ORDER}, m.status)
        THEN asked.status ELSE m.status END,
      fault = CASE WHEN ${FAILED_BEFORE} THEN NULL ELSE m.fault END
    FROM asked WHERE m.id = asked.id AND m.id = ANY (ARRAY(SELECT id FROM asked))
    RETURNING m.id, m.status, asked.status AS told
  ) INSERT INTO message_events (message_id, status) SELECT id, status FROM bound WHERE status = told
    ON CONFLICT (message_id, status) DO NOTHING`;

const TAKE_EARLY = `
  DELETE FROM early_receipts r
  USING json_to_recordset($1::json) AS asked (id uuid, provider text, provider_id text)
  WHERE r.provider = asked.provider AND r.provider_id = asked.provider_id
  RETURNING asked.id, r.status, r.fault, r.at`;

/**
 * Writes down that providers took these messages, and takes the receipts that came before. Two statements, each
 * committed: whoever keeps an early receipt looks for its message again afterwards, so one of both sees the other.
 * May be run twice.
 */
export const bindProviderIds = async (db: Database, accepted: readonly Accepted[]): Promise<void> => {
  const asked = [
    JSON.stringify(accepted.map(({ providerId, ...taken }) => ({ ...taken, provider_id: providerId }))),
  ];
  await db.query(ACCEPT, asked);
  for (const { id, ...step } of await db.query<Step & { id: string }>(TAKE_EARLY, asked))
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
