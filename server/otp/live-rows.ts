import { asBytea } from '../database/as-bytea.ts';
import type { Database } from '../database/database.ts';
import { readForEach } from '../database/read-for-each.ts';
import type { ChallengeKey } from './code-rows.ts';
import {
  type AnyLiveCode,
  type AnyLiveCodeRow,
  anyLiveCodeOf,
  joinLiveCode,
  LIVE_CODE_COLUMNS,
} from './live-code.ts';

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

export interface LiveAsk {
  key: ChallengeKey;
  /** Of the device that asks, whose lane comes along; empty for none. */
  deviceHash: Uint8Array;
}

/** The codes that are out for these purposes, with who made each and whether it was shown right before. */
export const selectAnyLive = (
  db: Database,
  asks: readonly LiveAsk[],
): Promise<(ask: LiveAsk) => AnyLiveCode | null> =>
  readForEach(db, ANY_LIVE, asks, {
    columns: ({ key, deviceHash }) => ({
      purpose: key.purpose,
      subject: key.subject,
      binding: key.binding,
      device_hash: asBytea(deviceHash),
    }),
    answer: (row: AnyLiveCodeRow & { nr: number }) => anyLiveCodeOf(row),
  });
