import { asBytea } from '../database/as-bytea.ts';
import type { Database, Tx } from '../database/database.ts';
import type { ChallengeKey } from './code-rows.ts';
import {
  type AnyLiveCode,
  type AnyLiveCodeRow,
  anyLiveCodeOf,
  joinLiveCode,
  LIVE_CODE_COLUMNS,
  type LiveCode,
  type LiveCodeRow,
  liveCodeOf,
} from './live-code.ts';

const LIVE = `SELECT ${LIVE_CODE_COLUMNS} FROM (VALUES (1)) AS one
  ${joinLiveCode({ purpose: '$1', subject: '$2', binding: '$3', deviceHash: '$4' })}`;
const ANY_LIVE = `
  SELECT asked.nr, ${LIVE_CODE_COLUMNS}, live.engine, live.shown
  FROM json_to_recordset($1::json) AS asked
    (nr integer, purpose text, subject text, binding text, device_hash bytea)
  ${joinLiveCode(
    {
      purpose: 'asked.purpose',
      subject: 'asked.subject',
      binding: 'asked.binding',
      deviceHash: 'asked.device_hash',
    },
    ', c.engine, c.shown_at IS NOT NULL AS shown',
  )}`;

/** The code that is out for this purpose, with the lane of the device that asks. */
export const selectLive = async (
  on: Database | Tx,
  key: ChallengeKey,
  deviceHash: Uint8Array,
): Promise<LiveCode | null> => {
  const [row] = await on.query<LiveCodeRow>(LIVE, [key.purpose, key.subject, key.binding, deviceHash]);
  return row ? liveCodeOf(row) : null;
};

export interface LiveAsk {
  key: ChallengeKey;
  deviceHash: Uint8Array;
}

/** The same of several, with who made each and whether it was shown right before. */
export const selectAnyLive = async (
  db: Database,
  asks: readonly LiveAsk[],
): Promise<(ask: LiveAsk) => AnyLiveCode | null> => {
  const asked = asks.map(({ key, deviceHash }, nr) => ({
    nr,
    purpose: key.purpose,
    subject: key.subject,
    binding: key.binding,
    device_hash: asBytea(deviceHash),
  }));
  const rows = await db.read<AnyLiveCodeRow & { nr: number }>(ANY_LIVE, [JSON.stringify(asked)]);
  const codes = new Map(rows.map((row) => [asks[row.nr], anyLiveCodeOf(row)]));
  return (ask) => codes.get(ask) ?? null;
};
