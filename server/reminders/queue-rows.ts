import type { Database, Tx } from '../database/database.ts';
import { readForEach } from '../database/read-for-each.ts';
import type { PlannedRow } from './rows.ts';

/** One message of the plan that a worker has taken on. */
export interface Claim extends PlannedRow {
  /** The fencing token: it rises with every claim, and a write with an older one has no effect. */
  claims: number;
  /** Earlier tries of which nobody knows whether they reached a provider. */
  doubts: number;
  /** Those of them whose provider was asked and never answered. */
  unanswered: number;
}

/** Whether anything is due that nobody holds; nothing is written where there is none. */
export const hasDue = async (db: Database): Promise<boolean> =>
  (
    await db.read(
      'SELECT FROM reminders WHERE ended_at IS NULL AND claimed_by IS NULL AND next_at <= now() LIMIT 1',
    )
  ).length > 0;

/** A claim counts as a doubt until it is known that nothing was sent: whoever holds it may be killed. */
const CLAIM = `
  WITH due AS MATERIALIZED (
    SELECT id FROM reminders WHERE ended_at IS NULL AND claimed_by IS NULL AND next_at <= now()
    ORDER BY next_at LIMIT $2 FOR UPDATE SKIP LOCKED
  ) UPDATE reminders r SET claimed_by = $1, claims = r.claims + 1, doubts = r.doubts + 1
    FROM due WHERE r.id = due.id AND r.id = ANY (ARRAY(SELECT id FROM due))
    RETURNING r.id, r.appointment_id AS "appointmentId", r.appointment_version AS version, r.kind,
      r.person_id AS "personId", r.line, r.due_at AS "dueAt", r.useful_until AS "usefulUntil", r.claims,
      r.doubts - 1 AS doubts, r.unanswered`;

/** Takes on what is due, the oldest first; what somebody else is taking is left to them. */
export const claimDue = (tx: Tx, workerId: string, limit: number): Promise<Claim[]> =>
  tx.query<Claim>(CLAIM, [workerId, limit]);

/**
 * Gives back what the worker holds and has no hand on any more: carrying it failed in a way that nobody foresaw. Each
 * time it waits longer, so that what can't be carried keeps nobody busy.
 */
export const releaseStrays = async (
  db: Database,
  workerId: string,
  inHand: readonly string[],
): Promise<void> => {
  await db.query(
    `UPDATE reminders SET claimed_by = NULL, next_at = now() + least(claims, 60) * interval '1 second'
     WHERE claimed_by = $1 AND id <> ALL ($2::uuid[])`,
    [workerId, inHand],
  );
};

/** How one claim stands, right before it is sent. */
export interface ClaimStanding {
  /** A nearer kind of reminder of the same version is, or was, due to the same person on the same line. */
  laterDue: boolean;
}

/** Reminders, the farthest from the visit first: quiet hours may bring a nearer one's time before a farther one's. */
const KINDS = `ARRAY['reminder_day', 'reminder_hour', 'reminder_quarter']`;

const HELD = `
  WITH asked AS MATERIALIZED (
    SELECT * FROM json_to_recordset($1::json) AS asked (nr integer, id uuid, claims integer, held_by uuid)
  ) SELECT asked.nr, EXISTS (
    SELECT FROM reminders later
    WHERE later.appointment_id = r.appointment_id AND later.appointment_version = r.appointment_version
      AND later.person_id = r.person_id AND later.line = r.line
      AND array_position(${KINDS}, later.kind) > array_position(${KINDS}, r.kind) AND later.due_at <= now()
      AND (later.outcome IS NULL OR later.outcome <> 'withdrawn')
  ) AS "laterDue"
  FROM asked JOIN reminders r ON r.id = asked.id AND r.claims = asked.claims AND r.claimed_by = asked.held_by
  WHERE r.id = ANY (ARRAY(SELECT id FROM asked)) AND r.ended_at IS NULL`;

/** How these claims stand; null for one that the worker holds no more. */
export const selectHeld = (
  db: Database,
  workerId: string,
  claims: readonly Claim[],
): Promise<(claim: Claim) => ClaimStanding | null> =>
  readForEach(db, HELD, claims, {
    columns: ({ id, claims: token }) => ({ id, claims: token, held_by: workerId }),
    answer: ({ laterDue }: ClaimStanding & { nr: number }) => ({ laterDue }),
  });

/** What a worker says of one claim: it came to an end, or is to be looked at again in so many milliseconds. */
export type Settlement = Pick<Claim, 'id' | 'claims'> &
  ({ outcome: string } | { outcome: null; after: number; inDoubt: boolean });

const SETTLE = `
  WITH asked AS MATERIALIZED (
    SELECT * FROM json_to_recordset($2::json) AS asked
      (nr integer, id uuid, claims integer, outcome text, after float8, in_doubt boolean)
  ) UPDATE reminders r SET claimed_by = NULL, outcome = asked.outcome,
      ended_at = CASE WHEN asked.outcome IS NOT NULL THEN now() END,
      next_at = coalesce(now() + asked.after * interval '1 millisecond', r.next_at),
      doubts = CASE WHEN asked.in_doubt THEN r.doubts ELSE r.doubts - 1 END,
      unanswered = CASE WHEN asked.in_doubt THEN r.unanswered + 1 ELSE r.unanswered END
    FROM asked
    WHERE r.id = asked.id AND r.id = ANY (ARRAY(SELECT id FROM asked)) AND r.claims = asked.claims
      AND r.claimed_by = $1 AND r.ended_at IS NULL
    RETURNING asked.nr`;

/** Writes down what came of claims; of those that the worker holds no more, nothing. True of what was written. */
export const settleClaims = async (
  db: Database,
  workerId: string,
  settlements: readonly Settlement[],
): Promise<(settlement: Settlement) => boolean> => {
  const asked = settlements.map((settlement, nr) =>
    settlement.outcome === null
      ? { ...settlement, nr, in_doubt: settlement.inDoubt }
      : { ...settlement, nr, after: null, in_doubt: false },
  );
  const rows = await db.query<{ nr: number }>(SETTLE, [workerId, JSON.stringify(asked)]);
  const written = new Set(rows.map(({ nr }) => settlements[nr]));
  return (settlement) => written.has(settlement);
};
