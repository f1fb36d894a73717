import type { Database } from '../database/database.ts';

/** A worker's lease goes on for so many milliseconds from now. False where it has none any more. */
export const extendLease = async (db: Database, workerId: string, milliseconds: number): Promise<boolean> =>
  (
    await db.query(
      `UPDATE reminder_workers SET alive_until = now() + $2 * interval '1 millisecond' WHERE id = $1 RETURNING id`,
      [workerId, milliseconds],
    )
  ).length > 0;

/** A lease on all that the worker will hold, for so many milliseconds from now. */
export const startLease = async (db: Database, workerId: string, milliseconds: number): Promise<void> => {
  await db.query(
    `INSERT INTO reminder_workers (id, alive_until) VALUES ($1, now() + $2 * interval '1 millisecond')
     ON CONFLICT (id) DO UPDATE SET alive_until = excluded.alive_until`,
    [workerId, milliseconds],
  );
};

/** Workers whose lease has run out, but not because the database was away: then nobody could renew theirs. */
const DEAD = `alive_until < now() AND pg_postmaster_start_time() < now() - interval '5 seconds'`;

/** Removes workers that renew their lease no more; all that they held is free again with that. */
export const removeDeadWorkers = async (db: Database, except: string): Promise<void> => {
  const [dead] = await db.read(`SELECT FROM reminder_workers WHERE ${DEAD} AND id <> $1 LIMIT 1`, [except]);
  if (dead) await db.query(`DELETE FROM reminder_workers WHERE ${DEAD} AND id <> $1`, [except]);
};

/** For a database that one process has for itself: whoever held anything is dead. */
export const removeAllWorkers = async (db: Database): Promise<void> => {
  await db.query('DELETE FROM reminder_workers');
};

/** Gives back at once whatever the worker holds. */
export const removeWorker = async (db: Database, workerId: string): Promise<void> => {
  await db.query('DELETE FROM reminder_workers WHERE id = $1', [workerId]);
};
