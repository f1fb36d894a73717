import type { Database } from './database/database.ts';

const READ_EVERY_MS = 30_000;

const read = async (db: Database): Promise<number> => {
  const before = performance.now();
  const [row] = await db.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  if (!row) throw new Error('the database did not tell the time');
  return row.now.getTime() - (before + performance.now()) / 2;
};

/**
 * The database's time without asking for it each time: read now and then, carried on by this process's
 * monotonic clock. A wrong or jumping clock of this machine changes nothing.
 */
export const startDatabaseClock = async (db: Database): Promise<{ now: () => Date; stop: () => void }> => {
  let base = await read(db);
  const timer = setInterval(() => {
    read(db).then(
      (fresh) => {
        base = fresh;
      },
      () => {}, // the database is away: the last reading still holds
    );
  }, READ_EVERY_MS);
  timer.unref();
  return { now: () => new Date(base + performance.now()), stop: () => clearInterval(timer) };
};
