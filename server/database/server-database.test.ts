import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { createDatabase, dropDatabase, psql } from '../../test/set-up/postgres.ts';
import { DatabaseUnavailable, sqlState } from './database.ts';
import { openServerDatabase } from './server-database.ts';

let url: string;
beforeAll(async () => {
  url = await createDatabase(inject('postgresUrl'));
});
afterAll(() => dropDatabase(inject('postgresUrl'), url));

const manyTimes = <T>(ask: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: 20 }, () => ask()));

it('runs a statement whose result has changed its shape since it was prepared', async () => {
  const db = await openServerDatabase(url);
  await psql(url, 'CREATE TABLE shape AS SELECT 1 AS a; GRANT ALL ON shape TO anteroom_app');
  await manyTimes(() => db.query('SELECT * FROM shape'));
  await psql(url, 'ALTER TABLE shape ADD b text');
  const found = await manyTimes(() => db.query('SELECT * FROM shape'));
  expect(new Set(found.map((rows) => JSON.stringify(rows)))).toEqual(new Set(['[{"a":1,"b":null}]']));
  await db.close();
});

it('tells everybody why a statement is refused, however many send it at once', async () => {
  const db = await openServerDatabase(url);
  const states = await manyTimes(() => db.query('SELECT $1::text FROM nowhere', ['a']).catch(sqlState));
  expect(new Set(states)).toEqual(new Set(['42P01']));
  await db.close();
});

it('ends what is under way before it closes, and takes nothing more', async () => {
  const db = await openServerDatabase(url);
  await db.query('SELECT 1');
  const begun = Promise.withResolvers<void>();
  const transaction = db.tx(async (tx) => {
    await tx.query('SELECT 1');
    begun.resolve();
    await pause(400);
    return tx.query('SELECT 2 AS two');
  });
  await begun.promise;
  const slow = db.query('SELECT 1 AS one, pg_sleep(0.3)::text AS slept');
  await pause(100);
  await db.close();
  expect(await slow).toEqual([{ one: 1, slept: '' }]);
  expect(await transaction).toEqual([{ two: 2 }]);
  for (const ask of [db.query, db.read]) await expect(ask('SELECT 1')).rejects.toThrow(DatabaseUnavailable);
  await expect(db.tx((tx) => tx.query('SELECT 1'))).rejects.toThrow(DatabaseUnavailable);
});

it('reads lists of every type that it knows', async () => {
  const db = await openServerDatabase(url);
  const at = new Date('2026-02-03T04:05:06.789Z');
  const [row] = await db.query(
    `SELECT ARRAY[$1::timestamptz, NULL] AS instants, ARRAY[1, 2]::int8[] AS big, ARRAY[0.5]::float8[] AS parts,
       ARRAY[true, false] AS truths, ARRAY['{"a": 1}']::jsonb[] AS json, ARRAY[]::text[] AS none, $2::text[] AS odd`,
    [at, ['', 'NULL', 'a,b', '{}', '\\', '"']],
  );
  expect(row).toEqual({
    instants: [at, null],
    big: [1, 2],
    parts: [0.5],
    truths: [true, false],
    json: [{ a: 1 }],
    none: [],
    odd: ['', 'NULL', 'a,b', '{}', '\\', '"'],
  });
  await db.close();
});
