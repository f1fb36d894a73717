import { setTimeout as pause } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { type Database, DatabaseUnavailable } from '../../server/database/database.ts';
import { startSending } from '../../server/reminders/send-due.ts';
import { openWorld } from '../harness.ts';
import { planReminders, untilAllEnded } from './reminder-clinic.ts';

const COUNT = 40;
const LIMIT_MS = 15_000;

/** As a connection that is cut: a transaction is committed, and who asked for it never hears so. */
const losesAnAnswer = (db: Database): Database => {
  let isLost = false;
  return {
    ...db,
    tx: async (work) => {
      const made = await db.tx(work);
      if (isLost) return made;
      isLost = true;
      throw new DatabaseUnavailable('its answer was lost');
    },
  };
};

/** Once the first transaction was committed nothing can be written for a while, and then it can again. */
const isCutFor = (db: Database, milliseconds: number): Database => {
  let until: number | null = null;
  return {
    ...db,
    tx: async (work) => {
      const made = await db.tx(work);
      until ??= performance.now() + milliseconds;
      return made;
    },
    query: async (text, values) => {
      if (performance.now() < (until ?? 0)) throw new DatabaseUnavailable('cut');
      return db.query(text, values);
    },
  };
};

it.each([
  { what: 'it took on without hearing so', over: losesAnAnswer },
  { what: 'could neither be sent nor be given back', over: (db: Database) => isCutFor(db, 2_000) },
])('a process sends what $what, as long as it lives', async ({ over }) => {
  const world = await openWorld('server');
  onTestFinished(world.close);
  await planReminders(world.db, { count: COUNT, inMs: 0, spanMs: 1 });
  await pause(50);
  const sender = await startSending({ ...world.deps, db: over(world.db) });
  onTestFinished(sender.stop);
  expect(await untilAllEnded(world.db, LIMIT_MS)).toBe(0);
  expect(new Set(world.messenger.sent.map(({ id }) => id)).size).toBe(COUNT);
});
