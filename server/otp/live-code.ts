import type { Channel } from '../../contract/primitives.ts';
import type { Lane } from './lane-rows.ts';

/** A code that is out, with the lane of the device that asks; judged by `charge`. */
export interface LiveCode {
  id: string;
  pepperId: string;
  channel: Channel;
  addressDigest: Uint8Array;
  lane: Lane;
}

/** Columns of `joinLiveCode`; all null where no code is out. */
export interface LiveCodeRow {
  code_id: string | null;
  pepper_id: string;
  channel: Channel;
  address_digest: Uint8Array;
  device_hash: Uint8Array;
  failures: number;
  paused_for: number;
}

/** Who made a code, sent it and can tell whether it is right. */
export type Engine = 'builtin' | 'twilio-verify';

/** A code that is out, whoever made it. */
export interface AnyLiveCode extends LiveCode {
  engine: Engine;
  /** It was given right once, and may be used once more where that is allowed. */
  shown: boolean;
}

export interface AnyLiveCodeRow extends LiveCodeRow {
  engine: Engine;
  shown: boolean;
}

export const LIVE_CODE_COLUMNS =
  'live.code_id, live.pepper_id, live.channel, live.address_digest, live.device_hash, live.failures, live.paused_for';

export const PAUSED_FOR = `CASE WHEN l.locked_until > now()
  THEN ceil(extract(epoch FROM l.locked_until - now()))::integer ELSE 0 END AS paused_for`;

/**
 * The code that is out, as a join of whatever it opens: one statement reads both. Each argument is an SQL
 * expression; `deviceHash` is empty for a device without a cookie. `more` are further columns of the code `c`.
 */
export const joinLiveCode = (
  on: { purpose: string; subject: string; binding: string; deviceHash: string },
  more = '',
): string => `
  LEFT JOIN LATERAL (
    SELECT c.id AS code_id, c.pepper_id, c.channel, c.address_digest, l.device_hash, l.failures, ${PAUSED_FOR}${more}
    FROM otp_challenges c JOIN otp_lanes l ON l.subject = c.subject AND l.device_hash IN (${on.deviceHash}, '')
    WHERE c.purpose = ${on.purpose} AND c.subject = ${on.subject} AND c.binding = ${on.binding}
      AND c.spent_at IS NULL AND c.superseded_at IS NULL
    ORDER BY length(l.device_hash) DESC LIMIT 1
  ) live ON true`;

export const liveCodeOf = (row: LiveCodeRow): LiveCode | null =>
  row.code_id === null
    ? null
    : {
        id: row.code_id,
        pepperId: row.pepper_id,
        channel: row.channel,
        addressDigest: row.address_digest,
        lane: { deviceHash: row.device_hash, failures: row.failures, pausedFor: row.paused_for },
      };

export const anyLiveCodeOf = (row: AnyLiveCodeRow): AnyLiveCode | null => {
  const live = liveCodeOf(row);
  return live && { ...live, engine: row.engine, shown: row.shown };
};
