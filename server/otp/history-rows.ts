import { asBytea } from '../database/as-bytea.ts';
import type { Tx } from '../database/database.ts';
import { laneOf } from './lane-rows.ts';
import { PAUSED_FOR } from './live-code.ts';
import { LONGEST_SEND_WINDOW_SECONDS } from './policy.ts';
import type { SendKeys } from './send-keys.ts';
import { conversionOf } from './spending-rows.ts';

/** Waits for whoever sends to the same number, network or prefix; in one order, so nobody waits in a ring. */
export const lockCounters = async (tx: Tx, keys: readonly Uint8Array[]): Promise<void> => {
  const numbers = keys.map((key) => Buffer.from(key).readBigInt64BE(0).toString());
  await tx.query(
    `SELECT pg_advisory_xact_lock(key) FROM (SELECT key FROM unnest($1::text[]::bigint[]) AS key ORDER BY key) AS ordered`,
    [numbers],
  );
};

/** One who asks for a code, as far as it says whether one more may be sent. */
export interface HistoryAsk {
  keys: SendKeys;
  challenge: { subject: string };
  deviceHash: Uint8Array;
}

interface HistoryRow {
  nr: number;
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
const HISTORIES = `
  SELECT asked.nr, now() AS now, conversion.sent, conversion.used, lane.device_hash, lane.failures, lane.paused_for,
    ARRAY(SELECT at::text FROM otp_sends WHERE number_key = asked.number_key
      AND at > now() - interval '${LONGEST_SEND_WINDOW_SECONDS} seconds' ORDER BY at DESC LIMIT 50) AS to_number,
    ARRAY(SELECT at::text FROM otp_sends WHERE network_key = asked.network_key
      AND at > now() - interval '1 hour' ORDER BY at DESC LIMIT 1000) AS from_network,
    ARRAY(SELECT at::text FROM otp_sends WHERE prefix_key = asked.prefix_key
      AND at > now() - interval '1 hour' ORDER BY at DESC LIMIT 1000) AS to_prefix
  FROM json_to_recordset($1::json) AS asked
    (nr integer, number_key bytea, network_key bytea, prefix_key bytea, subject text, device_hash bytea)
  CROSS JOIN LATERAL (${conversionOf('asked.prefix_key')}) AS conversion
  LEFT JOIN LATERAL (
    SELECT l.device_hash, l.failures, ${PAUSED_FOR} FROM otp_lanes l
    WHERE l.subject = asked.subject AND l.device_hash IN (asked.device_hash, '')
    ORDER BY length(l.device_hash) DESC LIMIT 1
  ) lane ON true`;

const dates = (texts: readonly string[]): Date[] => texts.map((text) => new Date(text));

const historyOf = (row: HistoryRow) => ({
  now: row.now,
  toNumber: dates(row.to_number),
  fromNetwork: dates(row.from_network),
  toPrefix: dates(row.to_prefix),
  ofPrefix: { sent: row.sent, used: row.used },
  lane: row.device_hash ? laneOf({ ...row, device_hash: row.device_hash }) : null,
});

export type CodeHistory = ReturnType<typeof historyOf>;

/** The ledger's name of the newest message to a number; null where none was sent, or none that is in the ledger. */
export const selectLastMessage = async (tx: Tx, { number }: SendKeys): Promise<string | null> => {
  const [row] = await tx.query<{ id: string | null }>(
    'SELECT message_id AS id FROM otp_sends WHERE number_key = $1 ORDER BY at DESC LIMIT 1',
    [number],
  );
  return row?.id ?? null;
};

/** All that says whether one more code may be sent, of each in their order. */
export const selectHistories = async (tx: Tx, asks: readonly HistoryAsk[]): Promise<CodeHistory[]> => {
  const asked = asks.map(({ keys, challenge, deviceHash }, nr) => ({
    nr,
    number_key: asBytea(keys.number),
    network_key: asBytea(keys.network),
    prefix_key: keys.prefix && asBytea(keys.prefix),
    subject: challenge.subject,
    device_hash: asBytea(deviceHash),
  }));
  const rows = await tx.query<HistoryRow>(HISTORIES, [JSON.stringify(asked)]);
  return rows.sort((one, other) => one.nr - other.nr).map(historyOf);
};
