import type { Database, Tx, Value } from '../database/database.ts';
import { type Rider, withRiders } from '../database/rider.ts';
import { FAILURES_PER_PAUSE, FAILURES_UNTIL_OFF, TRIES_PER_CODE } from './policy.ts';

/**
 * What a right code does: `spend` ends it, `spend_unshown` as well, unless it was shown before; `show` leaves
 * it to be spent once more, and has always left it a try for that.
 */
export type Use = 'spend' | 'spend_unshown' | 'show';

const FITS = 'sha256($5::bytea || c.code_digest) = sha256($5::bytea || $4::bytea)';
const SPEND = `tries = c.tries + 1, spent_at = CASE WHEN ${FITS} THEN now() END`;
const SHOW = `
      tries = CASE WHEN ${FITS} THEN least(c.tries + 1, ${TRIES_PER_CODE - 1}) ELSE c.tries + 1 END,
      shown_at = CASE WHEN ${FITS} THEN now() END`;
const UNSHOWN = ' AND c.shown_at IS NULL';

/**
 * One guarded statement charges and judges: the lane's row is locked first, the compare is counted with
 * the compare, and the lane counts the verdict. Of any number at once on one code, five are compared and
 * one is accepted. The digests are compared through a hash with a nonce, so time tells nothing of them.
 */
const chargeText = ({ set, guard, accepted }: { set: string; guard: string; accepted: string }): string => `
  WITH lane AS MATERIALIZED (
    SELECT l.subject, l.device_hash FROM otp_lanes l
    WHERE l.subject = $2 AND l.device_hash = $3 AND l.locked_until <= now() AND l.failures < ${FAILURES_UNTIL_OFF}
    FOR UPDATE
  ), charged AS (
    UPDATE otp_challenges c SET ${set}
    FROM lane
    WHERE c.id = $1 AND c.spent_at IS NULL AND c.superseded_at IS NULL${guard}
      AND c.tries < ${TRIES_PER_CODE} AND c.expires_at > now()
    RETURNING ${accepted} IS NOT NULL AS accepted
  ), counted AS (
    UPDATE otp_lanes l SET
      failures = CASE WHEN charged.accepted THEN 0 ELSE l.failures + 1 END,
      seen_at = now(),
      locked_until = CASE
        WHEN charged.accepted THEN '-infinity'
        WHEN (l.failures + 1) % ${FAILURES_PER_PAUSE} = 0
          THEN now() + ($6::integer[])[(l.failures + 1) / ${FAILURES_PER_PAUSE}] * interval '1 second'
        ELSE l.locked_until END
    FROM charged
    WHERE l.subject = $2 AND l.device_hash = $3
      -- A right code where nothing was wrong leaves the row as it is: a write less for nearly everybody.
      AND NOT (charged.accepted AND l.failures = 0 AND l.seen_at > now() - interval '1 day')
  )`;
const CHARGE: Record<Use, string> = {
  spend: chargeText({ set: SPEND, guard: '', accepted: 'c.spent_at' }),
  spend_unshown: chargeText({ set: SPEND, guard: UNSHOWN, accepted: 'c.spent_at' }),
  show: chargeText({ set: SHOW, guard: UNSHOWN, accepted: 'c.shown_at' }),
};
const VERDICT = ' SELECT accepted FROM charged';
const ACCEPTED = '(SELECT FROM charged WHERE accepted) AS allowed';

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

/** Rides on an accepted code: the device has a lane of its own from now on. */
export const laneRider = (subject: string, deviceHash: Uint8Array): Rider => ({
  text: (allowed, first) =>
    `INSERT INTO otp_lanes (subject, device_hash) SELECT $${first}::text, $${first + 1}::bytea FROM ${allowed}
     ON CONFLICT (subject, device_hash) DO UPDATE SET seen_at = now()`,
  values: [subject, deviceHash],
});

/** A code that another engine has found right. */
export interface Approved {
  challengeId: string;
  subject: string;
  laneDevice: Uint8Array;
  /** Now that the code is known it can be compared here when it is given once more. */
  codeDigest: Uint8Array;
}

const acceptText = (set: string): string => `
  WITH charged AS (
    UPDATE otp_challenges c SET ${set}, code_digest = $4::bytea
    WHERE c.id = $1 AND c.spent_at IS NULL AND c.superseded_at IS NULL AND c.expires_at > now()${UNSHOWN}
    RETURNING true AS accepted
  ), counted AS (
    UPDATE otp_lanes SET failures = 0, seen_at = now(), locked_until = '-infinity'
    FROM charged WHERE subject = $2 AND device_hash = $3
  )`;
const ACCEPT_SPENT = acceptText('spent_at = now()');
const ACCEPT_SHOWN = acceptText(`shown_at = now(), tries = least(c.tries, ${TRIES_PER_CODE - 1})`);

/** Ends, or shows, a code that an engine elsewhere approved: of any number at once one is told true. */
export const acceptApproved = async (
  on: Database | Tx,
  given: Approved,
  riders: readonly Rider[],
  use: Use,
): Promise<boolean> => {
  const { parts, values } = withRiders(riders, ACCEPTED, [
    given.challengeId,
    given.subject,
    given.laneDevice,
    given.codeDigest,
  ]);
  const accept = use === 'show' ? ACCEPT_SHOWN : ACCEPT_SPENT;
  return (await on.query(`${accept}${parts}${VERDICT}`, values)).length > 0;
};

/** Gives a try back that nobody judged; a pause that it began goes on. */
export const refundTry = async (
  on: Database | Tx,
  { challengeId, subject, laneDevice }: Omit<Approved, 'codeDigest'>,
): Promise<void> => {
  await on.query(
    `WITH given_back AS (
       UPDATE otp_challenges SET tries = tries - 1 WHERE id = $1 AND tries > 0 AND spent_at IS NULL RETURNING id
     ) UPDATE otp_lanes SET failures = failures - 1 FROM given_back
       WHERE subject = $2 AND device_hash = $3 AND failures > 0 AND locked_until <= now()`,
    [challengeId, subject, laneDevice],
  );
};
