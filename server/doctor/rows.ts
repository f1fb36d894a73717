import type { Database } from '../database/database.ts';

type Query = Database['query'];

/** The database's own time, as a number of milliseconds. */
export const databaseTime = async (query: Query): Promise<number> => {
  const [row] = await query<{ now: Date }>('SELECT clock_timestamp() AS now');
  if (!row) throw new Error('the database did not tell the time');
  return row.now.getTime();
};

/** The migrations that the database has had; null where it was never used by Anteroom. */
export const appliedMigrations = async (query: Query): Promise<{ name: string; sha256: string }[] | null> => {
  const [row] = await query<{ known: boolean }>(`SELECT to_regclass('migrations') IS NOT NULL AS known`);
  return row?.known ? query<{ name: string; sha256: string }>('SELECT name, sha256 FROM migrations') : null;
};
