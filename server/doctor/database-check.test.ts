import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, dropDatabase, psql } from '../../test/set-up/postgres.ts';
import { openDatabase } from '../database/open-database.ts';
import { databaseCheck } from './database-check.ts';

const look = (url: string) =>
  databaseCheck({ kind: 'server', url, poolSize: 4 }).run(AbortSignal.timeout(9_000));

describe('a PostgreSQL server', () => {
  let url: string;
  beforeAll(async () => {
    url = await createDatabase(inject('postgresUrl'));
  });
  afterAll(() => dropDatabase(inject('postgresUrl'), url));

  test('that is empty is right, and stays empty', async () => {
    expect(await look(url)).toMatchObject([
      { level: 'ok', what: expect.stringContaining('is empty') },
      { level: 'ok' },
    ]);
    expect((await look(url))[0]?.what).toContain('is empty');
  });

  test('with all migrations is right, and its clock is looked at', async () => {
    await (await openDatabase({ kind: 'server', url, poolSize: 4 })).close();
    expect(await look(url)).toEqual([
      { level: 'ok', what: 'The database answers, and all migrations are applied.', remedy: null },
      { level: 'ok', what: 'The database’s clock agrees with this machine’s.', remedy: null },
    ]);
  });

  test('that lacks a migration is a thing to look at, and is left as it is', async () => {
    await psql(
      url,
      `CREATE TABLE kept AS SELECT * FROM migrations; DELETE FROM migrations WHERE name LIKE '0003%'`,
    );
    for (const _ of [1, 2])
      expect((await look(url))[0]).toMatchObject({
        level: 'warning',
        what: expect.stringContaining('lacks 1 of'),
      });
    await psql(url, 'DELETE FROM migrations; INSERT INTO migrations SELECT * FROM kept');
  });

  test('of a newer version, and one with a changed migration, are faults', async () => {
    await psql(url, `INSERT INTO migrations (name, sha256) VALUES ('9999-later.sql', 'x')`);
    expect((await look(url))[0]).toMatchObject({
      level: 'fault',
      what: expect.stringContaining('newer version'),
    });
    await psql(
      url,
      `DELETE FROM migrations WHERE name = '9999-later.sql'; UPDATE migrations SET sha256 = 'x' WHERE name LIKE '0003%'`,
    );
    expect((await look(url))[0]).toMatchObject({
      level: 'fault',
      what: expect.stringContaining('was changed'),
    });
  });

  test('that refuses the password is a fault in words, without the password', async () => {
    const wrong = new URL(url);
    wrong.password = 'wrong-password-of-a-test';
    const findings = await look(wrong.href);
    expect(findings).toMatchObject([{ level: 'fault', what: expect.stringContaining('DATABASE_URL') }]);
    expect(JSON.stringify(findings)).not.toContain('wrong-password');
  });
});

describe('the embedded database', () => {
  const parent = mkdtempSync(join(tmpdir(), 'anteroom-doctor-'));
  const folder = join(parent, 'data');
  const lookAtFolder = () => databaseCheck({ kind: 'embedded', folder }).run(AbortSignal.timeout(9_000));
  afterAll(() => rmSync(parent, { recursive: true, force: true }));

  test('that is not there yet is not made', async () => {
    expect(await lookAtFolder()).toMatchObject([
      { level: 'ok', what: expect.stringContaining('the first start makes it') },
    ]);
    expect(existsSync(folder)).toBe(false);
  });

  test('that is open elsewhere is right as it is, and is looked at when it is free', async () => {
    const db = await openDatabase({ kind: 'embedded', folder });
    expect(await lookAtFolder()).toMatchObject([
      { level: 'ok', what: expect.stringContaining('open, and that is fine') },
    ]);
    await db.close();
    expect(await lookAtFolder()).toMatchObject([
      { level: 'ok', what: expect.stringContaining('all migrations are applied') },
    ]);
  });
});
