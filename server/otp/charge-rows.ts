import { asBytea } from '../database/as-bytea.ts';
import type { Database, Tx, Value } from '../database/database.ts';
import { type Rider, withRiders } from '../database/rider.ts';
import { FAILURES_PER_PAUSE, FAILURES_UNTIL_OFF, TRIES_PER_CODE } from './policy.ts';

/**
 * What a right code does: `spend` ends it, `spend_unshown` as well, unless it was shown before; `show` leaves
 * it to be spent once more, and has always left it a try for that.
 */
export type Use = 'spend' | 'spend_unshown' | 'show';

/**
 * Neither spent nor superseded, in words that no partial index is for: a plan made while the table was small
 * would else go through all codes that are out, instead of to the one.
 */
export const UNUSED = 'num_nulls(c.spent_at, c.superseded_at) = 2';
export const UNSHOWN = ' AND c.shown_at IS NULL';

/** What a compare writes, which codes may be compared, and the column that says that one was right. */
const judgement = (use: Use, fits: string): { set: string; open: string; accepted: string } => {
  const isShow = use === 'show';
  const set = isShow
    ? `tries = CASE WHEN ${fits} THEN least(c.tries + 1, ${TRIES_PER_CODE - 1}) ELSE c.tries + 1 END,
       shown_at = CASE WHEN ${fits} THEN now() END`
    : `tries = c.tries + 1, spent_at = CASE WHEN ${fits} THEN now() END`;
  const open = `${UNUSED}${use === 'spend' ? '' : UNSHOWN} AND c.tries < ${TRIES_PER_CODE} AND c.expires_at > now()`;
  return { set, open, accepted: isShow ? 'c.shown_at' : 'c.spent_at' };
};

/** The digests are compared through a hash with a nonce, so time tells nothing of them. */
const fitting = (nonce: string, digest: string): string =>
  `sha256(${nonce} || c.code_digest) = sha256(${nonce} || ${digest})`;

const LANE_OPEN = `l.locked_until <= now() AND l.failures < ${FAILURES_UNTIL_OFF}`;

const countedBy = (pauses: string): string => `
      failures = CASE WHEN charged.accepted THEN 0 ELSE l.failures + 1 END,
      seen_at = now(),
      locked_until = CASE
        WHEN charged.accepted THEN '-infinity'
        WHEN (l.failures + 1) % ${FAILURES_PER_PAUSE} = 0
          THEN now() + (${pauses}::integer[])[(l.failures + 1) / ${FAILURES_PER_PAUSE}] * interval '1 second'
        ELSE l.locked_until END`;

/** A right code where nothing was wrong leaves the row as it is: a write less for nearly everybody. */
const NOTHING_NEW = `(charged.accepted AND l.failures = 0 AND l.seen_at > now() - interval '1 day')`;

/**
 * One guarded statement charges and judges: the lane's row is locked first, the compare is counted with
 * the compare, and the lane counts the verdict. Of any number at once on one code, five are compared and
 * one is accepted.
 */
const chargeText = (use: Use): string => {
  const { set, open, accepted } = judgement(use, fitting('$5::bytea', '$4::bytea'));
  return `
  WITH lane AS MATERIALIZED (
    SELECT l.subject, l.device_hash FROM otp_lanes l
    WHERE l.subject = $2 AND l.device_hash = $3 AND ${LANE_OPEN}
    FOR UPDATE
  ), charged AS (
    UPDATE otp_challenges c SET ${set}
    FROM lane
    WHERE c.id = $1 AND ${open}
    RETURNING ${accepted} IS NOT NULL AS accepted
  ), counted AS (
    UPDATE otp_lanes l SET ${countedBy('$6')}
    FROM charged
    WHERE l.subject = $2 AND l.device_hash = $3 AND NOT ${NOTHING_NEW}
  )`;
};
const CHARGE: Record<Use, string> = {
  spend: chargeText('spend'),
  spend_unshown: chargeText('spend_unshown'),
  show: chargeText('show'),
};
export const VERDICT = ' SELECT accepted FROM charged';
export const ACCEPTED = '(SELECT FROM charged WHERE accepted) AS allowed';

/**
 * The same for several codes, of a subject each. Lanes are locked in the order of the asks; the arrays have every
 * row found through its index, also in a plan that was made when the tables were small.
 */
const chargesText = (use: Use): string => {
  const { set, open, accepted } = judgement(use, fitting('asked.nonce', 'asked.code_digest'));
  return `
  WITH asked AS MATERIALIZED (
    SELECT * FROM json_to_recordset($1::json) AS asked
      (id uuid, subject text, device_hash bytea, code_digest bytea, nonce bytea)
  ), lane AS MATERIALIZED (
    SELECT asked.id FROM asked CROSS JOIN LATERAL (
      SELECT FROM otp_lanes l
      WHERE l.subject = asked.subject AND l.device_hash = asked.device_hash AND ${LANE_OPEN}
      FOR UPDATE
    ) AS locked
  ), charged AS (
    UPDATE otp_challenges c SET ${set}
    FROM asked JOIN lane USING (id)
    WHERE c.id = asked.id AND c.id = ANY (ARRAY(SELECT id FROM lane)) AND ${open}
    RETURNING c.id, asked.subject, asked.device_hash, ${accepted} IS NOT NULL AS accepted
  ), counted AS (
    UPDATE otp_lanes l SET ${countedBy('$2')}
    FROM charged
    WHERE l.subject = charged.subject AND l.device_hash = charged.device_hash
      AND l.subject = ANY (ARRAY(SELECT subject FROM charged)) AND NOT ${NOTHING_NEW}
  ) SELECT id, accepted FROM charged`;
};
const CHARGES: Record<Use, string> = {
  spend: chargesText('spend'),
  spend_unshown: chargesText('spend_unshown'),
  show: chargesText('show'),
};

/** The charge with nothing riding on it. */
export const CHARGE_ALONE = CHARGE.spend + VERDICT;

export interface Charge {
  challengeId: string;
  subject: string;
  laneDevice: Uint8Array;
  codeDigest: Uint8Array;
  nonce: Uint8Array;
  /** Seconds of the pause after each tenth failure. */
  pauses: readonly number[];
}

/** The values of a charge, in its order. */
export const chargeValues = (given: Charge): Value[] => [
  given.challengeId,
  given.subject,
  given.laneDevice,
  given.codeDigest,
  given.nonce,
  given.pauses,
];

/**
 * The verdict; null where nothing was compared (spent, exhausted, expired, superseded or paused). What rides
 * on it is done with an accepted code, in the same instant.
 */
export const charge = async (
  on: Database | Tx,
  given: Charge,
  riders: readonly Rider[] = [],
  use: Use = 'spend',
): Promise<boolean | null> => {
  const { parts, values } = withRiders(riders, ACCEPTED, chargeValues(given));
  const [row] = await on.query<{ accepted: boolean }>(`${CHARGE[use]}${parts}${VERDICT}`, values);
  return row?.accepted ?? null;
};

/** Charges several, no two of one subject, all with the same pauses; the verdict of each as `charge` gives it. */
export const chargeAll = async (
  db: Database,
  asks: readonly Charge[],
  use: Use,
): Promise<(ask: Charge) => boolean | null> => {
  const [first, ...more] = asks;
  if (first && more.length === 0) {
    const alone = await charge(db, first, [], use);
    return () => alone;
  }
  const asked = asks.map((ask) => ({
    id: ask.challengeId,
    subject: ask.subject,
    device_hash: asBytea(ask.laneDevice),
    code_digest: asBytea(ask.codeDigest),
    nonce: asBytea(ask.nonce),
  }));
  const inOrder = asked.sort((one, other) => (one.subject < other.subject ? -1 : 1));
  const rows = await db.query<{ id: string; accepted: boolean }>(CHARGES[use], [
    JSON.stringify(inOrder),
    first?.pauses ?? [],
  ]);
  const verdicts = new Map(rows.map(({ id, accepted }) => [id, accepted]));
  return ({ challengeId }) => verdicts.get(challengeId) ?? null;
};

/** Rides on an accepted code: the device has a lane of its own from now on. */
export const laneRider = (subject: string, deviceHash: Uint8Array): Rider => ({
  text: (allowed, first) =>
    `INSERT INTO otp_lanes (subject, device_hash) SELECT $${first}::text, $${first + 1}::bytea FROM ${allowed}
     ON CONFLICT (subject, device_hash) DO UPDATE SET seen_at = now()`,
  values: [subject, deviceHash],
});
