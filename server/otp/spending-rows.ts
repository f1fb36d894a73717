import type { Channel } from '../../contract/primitives.ts';
import type { SendBlock } from '../../contract/spending.ts';
import type { Database, Tx } from '../database/database.ts';
import type { DayRange } from '../day-range.ts';
import type { Conversion } from './prefix-conversion.ts';

/** A right code is written to its challenge alone, so that it costs no further row; `settleSends` copies it. */
const USED = 'coalesce(s.used_at, c.spent_at, c.shown_at) IS NOT NULL';
const CHALLENGE = 'LEFT JOIN otp_challenges c ON s.used_at IS NULL AND c.id = s.challenge_id';

/**
 * How many of the newest codes sent to a prefix came back, of the last 24 hours: those that have had their whole
 * life, and that were made here; others never come back here. `prefix` is an SQL expression.
 */
export const conversionOf = (prefix: string): string => `
  SELECT count(*)::integer AS sent, count(*) FILTER (WHERE ${USED})::integer AS used
  FROM (
    SELECT used_at, challenge_id FROM otp_sends
    WHERE prefix_key = ${prefix} AND challenge_id IS NOT NULL
      AND at > now() - interval '24 hours' AND at < now() - interval '10 minutes'
    ORDER BY at DESC LIMIT 100
  ) AS s ${CHALLENGE}`;

/** Of old refusals one row for each quarter of an hour is enough: every zone's midnight is at the end of one. */
export const foldBlocks = async (tx: Tx): Promise<void> => {
  await tx.query(
    `WITH folded AS (
       DELETE FROM otp_blocks WHERE count = 1 AND at < now() - interval '2 hours'
       RETURNING date_bin('15 minutes', at, '2000-01-01Z') AS quarter, reason, country
     ) INSERT INTO otp_blocks (at, reason, country, count)
       SELECT quarter, reason, country, count(*) FROM folded GROUP BY quarter, reason, country`,
  );
};

/**
 * Writes down which of the codes that were sent came back right, before the codes themselves are forgotten:
 * a right code is on a person's way into a visit, and writes nothing for the clinic's books. May be run twice.
 */
export const settleSends = async (tx: Tx): Promise<void> => {
  await tx.query(
    // A send is as old as its challenge: the older ones, a year's worth, need no look.
    `UPDATE otp_sends s SET used_at = coalesce(c.spent_at, c.shown_at)
     FROM otp_challenges c
     WHERE c.id = s.challenge_id AND s.used_at IS NULL AND coalesce(c.spent_at, c.shown_at) IS NOT NULL
       AND s.at >= (SELECT min(created_at) FROM otp_challenges)`,
  );
};

export interface DaySpend extends Conversion {
  /** Calendar date in the asked zone. */
  day: string;
  /** Null for a send of a time when that was not written down. */
  channel: Channel | null;
  country: string | null;
}

export interface DayBlocks {
  day: string;
  reason: SendBlock;
  count: number;
}

export interface ZonedDays extends DayRange {
  timeZone: string;
}

/** $1 the zone, $2 and $3 the first and the last day. */
const inRange = (at: string): string =>
  `${at} >= ($2::date)::timestamp AT TIME ZONE $1::text AND ${at} < ($3::date + 1)::timestamp AT TIME ZONE $1::text`;

const SPENT = `
  SELECT (s.at AT TIME ZONE $1::text)::date AS day, s.channel, s.country,
    count(*)::integer AS sent, count(*) FILTER (WHERE ${USED})::integer AS used
  FROM otp_sends s ${CHALLENGE}
  WHERE ${inRange('s.at')} GROUP BY 1, 2, 3`;

const BLOCKED = `
  SELECT (at AT TIME ZONE $1::text)::date AS day, reason, sum(count)::integer AS count
  FROM otp_blocks WHERE ${inRange('at')} GROUP BY 1, 2`;

export const selectSpent = (db: Database, { timeZone, from, to }: ZonedDays): Promise<DaySpend[]> =>
  db.read<DaySpend>(SPENT, [timeZone, from, to]);

export const selectBlocked = (db: Database, { timeZone, from, to }: ZonedDays): Promise<DayBlocks[]> =>
  db.read<DayBlocks>(BLOCKED, [timeZone, from, to]);
