import type { Database } from '../database/database.ts';

/** As long as the sends of codes: the clinic's books look back for a year. */
const KEPT = `interval '400 days'`;

/** Few enough that nobody waits for a statement that removes so many, with the events of each. */
export const BATCH = 1_000;

/**
 * Whatever state they are in: where no receipts come, a message that its provider queued stays so. Rows that
 * another process is removing are left to it.
 */
const DELETE_OLD = `
  WITH old AS MATERIALIZED (
    SELECT id FROM messages WHERE created_at < now() - ${KEPT}
    ORDER BY created_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
  ), removed AS (
    DELETE FROM messages m USING old WHERE m.id = old.id RETURNING m.id
  ) SELECT count(*) AS count FROM removed`;

/** Removes the oldest messages that nobody asks about any more, with their history, one batch of them. How many. */
export const deleteOldMessages = async (db: Database): Promise<number> =>
  (await db.query<{ count: number }>(DELETE_OLD))[0]?.count ?? 0;
