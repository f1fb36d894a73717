import type { Channel } from '../../contract/primitives.ts';
import { asBytea } from '../database/as-bytea.ts';
import type { Tx } from '../database/database.ts';
import type { Engine } from './live-code.ts';
import type { SendKeys } from './send-keys.ts';

export interface ChallengeKey {
  purpose: string;
  subject: string;
  binding: string;
}

export interface NewChallenge extends ChallengeKey {
  id: string;
  addressDigest: Uint8Array;
  channel: Channel;
  codeDigest: Uint8Array;
  pepperId: string;
  minutes: number;
  engine: Engine;
}

/** A code to be written down, with the send that it costs. */
export interface NewCode {
  challenge: NewChallenge;
  keys: SendKeys;
  /** ISO 3166-1 alpha-2; null for e-mail and numbers of no country. */
  country: string | null;
  /** Whether the code is given back here, and so counts for the conversion of its prefix. */
  isCheckedHere: boolean;
  /** What the message with it is called in the ledger. */
  messageId: string;
}

/**
 * Sees to it that each subject has a lane, kills the codes before, and writes these down with the sends that they
 * cost. Lanes are locked before codes, as where a code is judged: the other way round two could wait for each
 * other. A new row waits for the old one's end, for there is one newest of each. Each row is found through an index
 * in any plan, also in one that was made when the table was small.
 */
const INSERT_CODES = `
  WITH asked AS MATERIALIZED (
    SELECT * FROM json_to_recordset($1::json) AS asked
      (id uuid, purpose text, subject text, binding text, address_digest bytea, channel text, code_digest bytea,
       pepper_id text, minutes integer, engine text, number_key bytea, network_key bytea, prefix_key bytea,
       country text, is_checked_here boolean, message_id uuid)
  ), lane AS (
    INSERT INTO otp_lanes (subject, device_hash) SELECT subject, '' FROM asked ORDER BY subject
    ON CONFLICT (subject, device_hash) DO UPDATE SET seen_at = now()
      WHERE otp_lanes.seen_at < now() - interval '1 day'
    RETURNING 1
  ), before AS (
    UPDATE otp_challenges c SET superseded_at = now()
    FROM (SELECT count(*) FROM lane) AS locked
    WHERE c.id = ANY (ARRAY(
      SELECT (
        SELECT newest.id FROM otp_challenges newest
        WHERE newest.purpose = asked.purpose AND newest.subject = asked.subject
          AND newest.binding = asked.binding AND newest.superseded_at IS NULL
      ) FROM asked
    ))
    RETURNING 1
  ), code AS (
    INSERT INTO otp_challenges
      (id, purpose, subject, binding, address_digest, channel, code_digest, pepper_id, expires_at, engine)
    SELECT id, purpose, subject, binding, address_digest, channel, code_digest, pepper_id,
      now() + minutes * interval '1 minute', engine
    FROM asked, (SELECT count(*) FROM before) AS ended
    RETURNING id
  ) INSERT INTO otp_sends (number_key, network_key, prefix_key, channel, country, challenge_id, message_id)
    SELECT number_key, network_key, prefix_key, channel, country, CASE WHEN is_checked_here THEN id END,
      message_id
    FROM asked JOIN code USING (id)
    RETURNING id, number_key`;

/** The id of each one's send. No two of them may be to one number. */
export const insertCodes = async (tx: Tx, codes: readonly NewCode[]): Promise<(code: NewCode) => number> => {
  const asked = codes.map(({ challenge, keys, country, isCheckedHere, messageId }) => ({
    id: challenge.id,
    purpose: challenge.purpose,
    subject: challenge.subject,
    binding: challenge.binding,
    address_digest: asBytea(challenge.addressDigest),
    channel: challenge.channel,
    code_digest: asBytea(challenge.codeDigest),
    pepper_id: challenge.pepperId,
    minutes: challenge.minutes,
    engine: challenge.engine,
    number_key: asBytea(keys.number),
    network_key: asBytea(keys.network),
    prefix_key: keys.prefix && asBytea(keys.prefix),
    country,
    is_checked_here: isCheckedHere,
    message_id: messageId,
  }));
  const rows =
    codes.length === 0
      ? []
      : await tx.query<{ id: number; number_key: Uint8Array }>(INSERT_CODES, [JSON.stringify(asked)]);
  const ids = new Map(rows.map(({ id, number_key }) => [asBytea(number_key), id]));
  return ({ keys }) => {
    const id = ids.get(asBytea(keys.number));
    if (id === undefined) throw new Error('an INSERT answered fewer rows than it wrote');
    return id;
  };
};

export const supersede = async (tx: Tx, { purpose, subject, binding }: ChallengeKey): Promise<void> => {
  await tx.query(
    `UPDATE otp_challenges SET superseded_at = now()
     WHERE purpose = $1 AND subject = $2 AND binding = $3 AND superseded_at IS NULL`,
    [purpose, subject, binding],
  );
};

export const deleteSend = async (tx: Tx, id: number): Promise<void> => {
  await tx.query('DELETE FROM otp_sends WHERE id = $1', [id]);
};
