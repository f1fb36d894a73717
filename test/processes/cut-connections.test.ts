import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, DatabaseUnavailable } from '../../server/database/database.ts';
import { openServerDatabase } from '../../server/database/server-database.ts';
import { type PostgresCluster, psql, startPostgres } from '../set-up/postgres.ts';

/** So long may anybody wait for an answer, and so long may the way back take, in milliseconds. */
const ANSWER_MS = 6_000;
const BACK_MS = 2_000;
const CALLERS = 30;
const CUTS = 20;
/** More than a socket takes at once. */
const LONG_TEXT = 'x'.repeat(200_000);

const CUT = `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid();`;
const CUT_WHILE_OPENING = Array.from({ length: 6 }, (_, n) => `${CUT} SELECT pg_sleep(${n * 0.004});`).join(
  '\n',
);
const TABLES = `
  CREATE TABLE halves (whole bigint, half integer);
  CREATE INDEX ON halves (whole);
  GRANT ALL ON halves TO anteroom_app`;

type Way = 'read' | 'query' | 'tx';

interface Call {
  way: Way;
  asked: number;
  answered: number | null;
  error: unknown;
}

let cluster: PostgresCluster;
beforeAll(async () => {
  cluster = await startPostgres();
});
afterAll(() => cluster.stop());

/** What an app asks: reads, short writes, and transactions that wait for each other. */
const waysOf = (db: Database) => {
  let whole = 0;
  const acknowledged: number[] = [];
  const writeWhole = async (lane: number): Promise<void> => {
    whole += 1;
    const mine = whole;
    await db.tx(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [lane]);
      await tx.query('INSERT INTO halves VALUES ($1, 1)', [mine]);
      if (mine % 10 === 0) await pause(20);
      await Promise.all([tx.query('INSERT INTO halves VALUES ($1, 2)', [mine]), tx.read('SELECT 1')]);
    });
    acknowledged.push(mine);
  };
  const ways: [Way, (turn: number) => Promise<unknown>][] = [
    ['read', (turn) => db.read('SELECT count(*) AS n FROM halves WHERE whole = $1', [turn])],
    ['query', () => db.query('SELECT length($1::text) AS n', ['short'])],
    ['tx', (turn) => writeWhole(turn % 5)],
    ['query', (turn) => db.query('SELECT length($1::text) AS n', [turn % 9 === 0 ? LONG_TEXT : ''])],
  ];
  return { ways, acknowledged };
};

const startCallers = (ways: ReturnType<typeof waysOf>['ways']) => {
  const calls: Call[] = [];
  let going = true;
  const caller = async (first: number): Promise<void> => {
    for (let turn = first; going; turn += 1) {
      const [way, ask] = ways[turn % ways.length] ?? ['read', async () => {}];
      const call: Call = { way, asked: performance.now(), answered: null, error: null };
      calls.push(call);
      await ask(turn).catch((error: unknown) => {
        call.error = error;
      });
      call.answered = performance.now();
      await pause(call.error ? 5 : 1);
    }
  };
  const all = Promise.all(Array.from({ length: CALLERS }, (_, index) => caller(index)));
  return {
    calls,
    stop: async () => {
      going = false;
      await Promise.race([all, pause(ANSWER_MS)]);
    },
  };
};

it('answers everybody within seconds, however often its connections are cut, also while they open', async () => {
  const url = await cluster.createDatabase();
  const db = await openServerDatabase(url, 16);
  await psql(url, TABLES);
  let heard = 0;
  await db.listen('call_changed', () => {
    heard += 1;
  });
  const { ways, acknowledged } = waysOf(db);
  const { calls, stop } = startCallers(ways);
  for (let cut = 0; cut < CUTS; cut += 1) {
    await pause(50 + Math.random() * 700);
    await psql(url, cut % 2 === 0 ? CUT : CUT_WHILE_OPENING);
  }
  const last = performance.now();
  await pause(BACK_MS);
  await db.query(`SELECT pg_notify('call_changed', '')`);
  await stop();

  const waits = calls.map(({ asked, answered }) => (answered ?? Number.POSITIVE_INFINITY) - asked);
  expect(Math.max(...waits)).toBeLessThan(ANSWER_MS);
  const odd = calls.filter(({ error }) => error !== null && !(error instanceof DatabaseUnavailable));
  expect(odd.map(({ way, error }) => `${way}: ${String(error)}`)).toEqual([]);
  expect(calls.filter(({ error }) => error !== null).length).toBeGreaterThan(CUTS);
  for (const way of ['read', 'query', 'tx'] as const) {
    const back = calls.find((call) => call.way === way && call.asked > last && call.error === null);
    expect((back?.answered ?? Number.POSITIVE_INFINITY) - last).toBeLessThan(BACK_MS);
  }
  await expect.poll(() => heard).toBe(1);
  await db.close();
  expect(await psql(url, 'SELECT whole FROM halves GROUP BY whole HAVING count(*) <> 2')).toBe('');
  const kept = new Set((await psql(url, 'SELECT DISTINCT whole FROM halves')).split('\n').map(Number));
  expect(acknowledged.filter((whole) => !kept.has(whole))).toEqual([]);
  expect(acknowledged.length).toBeGreaterThan(CUTS);
  const left = `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'anteroom'`;
  await expect.poll(() => psql(url, left)).toBe('0');
});
