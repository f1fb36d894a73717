import type { Channel } from '../../contract/primitives.ts';
import type { SendBlock } from '../../contract/spending.ts';
import type { Database, Tx } from '../database/database.ts';
import {
  type AnyLiveCode,
  type AnyLiveCodeRow,
  anyLiveCodeOf,
  type Engine,
  joinLiveCode,
  LIVE_CODE_COLUMNS,
  type LiveCode,
  type LiveCodeRow,
  liveCodeOf,
  PAUSED_FOR,
} from './live-code.ts';
import { LONGEST_SEND_WINDOW_SECONDS } from './policy.ts';
import { conversionOf } from './spending-rows.ts';
import { ADDRESS_SUBJECT } from './subject.ts';

/** The lane of every device that never gave a right code. */
export const UNKNOWN_DEVICE: Uint8Array = new Uint8Array(0);

export interface ChallengeKey {
  purpose: string;
  subject: string;
  binding: string;
}

/** Waits for whoever sends to the same number, network or prefix; in one order, so nobody waits in a ring. */
export const lockCounters = async (tx: Tx, keys: readonly Uint8Array[]): Promise<void> => {
  const numbers = keys.map((key) => Buffer.from(key).readBigInt64BE(0).toString());
  await tx.query(
    `SELECT pg_advisory_xact_lock(key) FROM (SELECT key FROM unnest($1::text[]::bigint[]) AS key ORDER BY key) AS ordered`,
    [numbers],
  );
};

export interface SendKeys {
  number: Uint8Array;
  network: Uint8Array;
  prefix: Uint8Array | null;
}

interface HistoryRow {
  now: Date;
  to_number: string[];
  from_network: string[];
  to_prefix: string[];
  sent: number;
  used: number;
  device_hash: Uint8Array | null;
  failures: number;
  paused_for: number;
}

/** With the lane of this device where it is a known one, else the unknown devices'; none before the first code. */
const HISTORY = `
  SELECT now() AS now, conversion.sent, conversion.used, lane.device_hash, lane.failures, lane.paused_for,
    ARRAY(SELECT at::text FROM otp_sends WHERE number_key = $1
      AND at > now() - $4::integer * interval '1 second' ORDER BY at DESC LIMIT 50) AS to_number,
    ARRAY(SELECT at::text FROM otp_sends WHERE network_key = $2
      AND at > now() - interval '1 hour' ORDER BY at DESC LIMIT 1000) AS from_network,
    ARRAY(SELECT at::text FROM otp_sends WHERE prefix_key = $3
      AND at > now() - interval '1 hour' ORDER BY at DESC LIMIT 1000) AS to_prefix
  FROM (${conversionOf('$3')}) AS conversion
  LEFT JOIN LATERAL (
    SELECT l.device_hash, l.failures, ${PAUSED_FOR} FROM otp_lanes l
    WHERE l.subject = $5 AND l.device_hash IN ($6, '') ORDER BY length(l.device_hash) DESC LIMIT 1
  ) lane ON true`;

/** All that says whether one more code may be sent. */
export const selectSendHistory = async (
  tx: Tx,
  keys: SendKeys,
  { subject, deviceHash }: { subject: string; deviceHash: Uint8Array },
) => {
  const [row] = await tx.query<HistoryRow>(HISTORY, [
    keys.number,
    keys.network,
    keys.prefix,
    LONGEST_SEND_WINDOW_SECONDS,
    subject,
    deviceHash,
  ]);
  if (!row) throw new Error('a SELECT of counts answered no row');
  const dates = (texts: string[]) => texts.map((text) => new Date(text));
  return {
    now: row.now,
    toNumber: dates(row.to_number),
    fromNetwork: dates(row.from_network),
    toPrefix: dates(row.to_prefix),
    ofPrefix: { sent: row.sent, used: row.used },
    lane: row.device_hash ? laneOf({ ...row, device_hash: row.device_hash }) : null,
  };
};

/** Codes sent in the last day, over all people. */
export const countSendsInDay = async (on: Database | Tx): Promise<number> =>
  (
    await on.read<{ count: number }>(
      `SELECT count(*) AS count FROM otp_sends WHERE at > now() - interval '1 day'`,
    )
  )[0]?.count ?? 0;

/** Writes down a code that was held back, for the page that shows what was. */
export const recordBlock = async (
  on: Database | Tx,
  reason: SendBlock,
  country: string | null,
): Promise<void> => {
  await on.query('INSERT INTO otp_blocks (reason, country) VALUES ($1, $2)', [reason, country]);
};

export const deleteSend = async (tx: Tx, id: number): Promise<void> => {
  await tx.query('DELETE FROM otp_sends WHERE id = $1', [id]);
};

export const supersede = async (tx: Tx, { purpose, subject, binding }: ChallengeKey): Promise<void> => {
  await tx.query(
    `UPDATE otp_challenges SET superseded_at = now()
     WHERE purpose = $1 AND subject = $2 AND binding = $3 AND superseded_at IS NULL`,
    [purpose, subject, binding],
  );
};

export interface NewChallenge extends ChallengeKey {
  id: string;
  addressDigest: Uint8Array;
  channel: Channel;
  codeDigest: Uint8Array;
  pepperId: string;
  minutes: number;
  engine: Engine;
}

export interface NewSend extends SendKeys {
  /** ISO 3166-1 alpha-2; null for e-mail and numbers of no country. */
  country: string | null;
  /** Whether the code is given back here, and so counts for the conversion of its prefix. */
  isCheckedHere: boolean;
}

/**
 * Kills the code before it, writes this one down with the send that it costs, and sees to it that its subject
 * has a lane; the id of the send. The new row waits for the old one's end, for there is one newest of each.
 */
const INSERT_CODE = `
  WITH before AS (
    UPDATE otp_challenges SET superseded_at = now()
    WHERE purpose = $2 AND subject = $3 AND binding = $4 AND superseded_at IS NULL RETURNING 1
  ), lane AS (
    INSERT INTO otp_lanes (subject, device_hash) VALUES ($3, '')
    ON CONFLICT (subject, device_hash) DO UPDATE SET seen_at = now()
  ), code AS (
    INSERT INTO otp_challenges
      (id, purpose, subject, binding, address_digest, channel, code_digest, pepper_id, expires_at, engine)
    SELECT $1::uuid, $2, $3, $4, $5::bytea, $6, $7::bytea, $8, now() + $9::integer * interval '1 minute', $10
    FROM (SELECT count(*) FROM before) AS ended
    RETURNING id
  ) INSERT INTO otp_sends (number_key, network_key, prefix_key, channel, country, challenge_id)
    SELECT $11::bytea, $12::bytea, $13::bytea, $6, $14, CASE WHEN $15::boolean THEN id END FROM code
    RETURNING id`;

export const insertCode = async (tx: Tx, challenge: NewChallenge, send: NewSend): Promise<number> => {
  const [row] = await tx.query<{ id: number }>(INSERT_CODE, [
    challenge.id,
    challenge.purpose,
    challenge.subject,
    challenge.binding,
    challenge.addressDigest,
    challenge.channel,
    challenge.codeDigest,
    challenge.pepperId,
    challenge.minutes,
    challenge.engine,
    send.number,
    send.network,
    send.prefix,
    send.country,
    send.isCheckedHere,
  ]);
  if (!row) throw new Error('an INSERT answered no row');
  return row.id;
};

/** A lane for a device; every subject that was sent a code has the unknown devices' already. */
export const ensureLane = async (tx: Tx, subject: string, deviceHash: Uint8Array): Promise<void> => {
  await tx.query(
    `INSERT INTO otp_lanes (subject, device_hash) VALUES ($1, $2)
     ON CONFLICT (subject, device_hash) DO UPDATE SET seen_at = now()`,
    [subject, deviceHash],
  );
};

export interface Lane {
  deviceHash: Uint8Array;
  failures: number;
  /** Seconds until it goes on; 0 where it is not paused. */
  pausedFor: number;
}

interface LaneRow {
  device_hash: Uint8Array;
  failures: number;
  paused_for: number;
}

const laneOf = (row: LaneRow): Lane => ({
  deviceHash: row.device_hash,
  failures: row.failures,
  pausedFor: row.paused_for,
});

const liveFrom = (columns: string, more?: string): string =>
  `SELECT ${columns} FROM (VALUES (1)) AS one ${joinLiveCode({ purpose: '$1', subject: '$2', binding: '$3', deviceHash: '$4' }, more)}`;
const LIVE = liveFrom(LIVE_CODE_COLUMNS);
const ANY_LIVE = liveFrom(
  `${LIVE_CODE_COLUMNS}, live.engine, live.shown`,
  ', c.engine, c.shown_at IS NOT NULL AS shown',
);

/** The code that is out for this purpose, with the lane of the device that asks. */
export const selectLive = async (
  on: Database | Tx,
  key: ChallengeKey,
  deviceHash: Uint8Array,
): Promise<LiveCode | null> => {
  const [row] = await on.query<LiveCodeRow>(LIVE, [key.purpose, key.subject, key.binding, deviceHash]);
  return row ? liveCodeOf(row) : null;
};

/** The same, with who made it and whether it was shown right before. */
export const selectAnyLive = async (
  on: Database | Tx,
  key: ChallengeKey,
  deviceHash: Uint8Array,
): Promise<AnyLiveCode | null> => {
  const [row] = await on.read<AnyLiveCodeRow>(ANY_LIVE, [key.purpose, key.subject, key.binding, deviceHash]);
  return row ? anyLiveCodeOf(row) : null;
};

/** Lets codes go on for somebody whose number was bound anew: nothing is counted against them, on any device. */
export const clearLanes = async (tx: Tx, subject: string): Promise<void> => {
  await tx.query(
    `UPDATE otp_lanes SET failures = 0, locked_until = '-infinity', seen_at = now() WHERE subject = $1`,
    [subject],
  );
};

/** Adds to the minute's verdicts and reads back those of the last ten, of all processes. */
export const addPulse = async (
  tx: Tx,
  { accepted, refused }: { accepted: number; refused: number },
): Promise<{ accepted: number; refused: number }> => {
  if (accepted + refused > 0) {
    await tx.query(
      `INSERT INTO otp_pulse AS p (minute, accepted, refused) VALUES (date_trunc('minute', now()), $1, $2)
       ON CONFLICT (minute) DO UPDATE SET accepted = p.accepted + excluded.accepted, refused = p.refused + excluded.refused`,
      [accepted, refused],
    );
  }
  const [row] = await tx.query<{ accepted: number; refused: number }>(
    `SELECT coalesce(sum(accepted), 0)::bigint AS accepted, coalesce(sum(refused), 0)::bigint AS refused
     FROM otp_pulse WHERE minute > now() - interval '10 minutes'`,
  );
  return row ?? { accepted: 0, refused: 0 };
};

/** Forgets what no limit and no page looks at any more. */
export const deleteOld = async (tx: Tx): Promise<void> => {
  // The clinic's books look back for a year.
  await tx.query(`DELETE FROM otp_sends WHERE at < now() - interval '400 days'`);
  await tx.query(`DELETE FROM otp_blocks WHERE at < now() - interval '400 days'`);
  await tx.query(`DELETE FROM otp_challenges WHERE created_at < now() - interval '1 day'`);
  await tx.query(`DELETE FROM otp_pulse WHERE minute < now() - interval '1 day'`);
  // Of an address without an account; a person's own count is kept until a right code clears it.
  await tx.query(
    `DELETE FROM otp_lanes WHERE subject LIKE '${ADDRESS_SUBJECT}%' AND seen_at < now() - interval '30 days'`,
  );
  await tx.query(`DELETE FROM otp_lanes WHERE device_hash <> '' AND seen_at < now() - interval '400 days'`);
};
