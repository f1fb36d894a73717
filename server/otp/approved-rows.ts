import type { Database, Tx } from '../database/database.ts';
import { type Rider, withRiders } from '../database/rider.ts';
import { ACCEPTED, UNSHOWN, UNUSED, type Use, VERDICT } from './charge-rows.ts';
import { TRIES_PER_CODE } from './policy.ts';

/** A code that another engine has found right. */
export interface Approved {
  challengeId: string;
  subject: string;
  laneDevice: Uint8Array;
  /** Now that the code is known it can be compared here when it is given once more. */
  codeDigest: Uint8Array;
}

/** Lanes are locked before codes, as where a code is charged: the other way round two could wait for each other. */
const LANE = `
  lane AS MATERIALIZED (
    SELECT l.subject FROM otp_lanes l WHERE l.subject = $2 AND l.device_hash = $3 FOR UPDATE
  )`;
const LANE_FIRST = '(SELECT count(*) FROM lane) AS locked';

const acceptText = (set: string): string => `
  WITH ${LANE}, charged AS (
    UPDATE otp_challenges c SET ${set}, code_digest = $4::bytea
    FROM ${LANE_FIRST}
    WHERE c.id = $1 AND ${UNUSED} AND c.expires_at > now()${UNSHOWN}
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
    `WITH ${LANE}, given_back AS (
       UPDATE otp_challenges SET tries = tries - 1 FROM ${LANE_FIRST}
       WHERE id = $1 AND tries > 0 AND spent_at IS NULL RETURNING id
     ) UPDATE otp_lanes SET failures = failures - 1 FROM given_back
       WHERE subject = $2 AND device_hash = $3 AND failures > 0 AND locked_until <= now()`,
    [challengeId, subject, laneDevice],
  );
};
