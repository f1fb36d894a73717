import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { type PostgresCluster, startPostgres } from '../../test/set-up/postgres.ts';
import { type Database, DatabaseUnavailable, sqlState } from './database.ts';
import { openEmbeddedDatabase } from './embedded-database.ts';
import { FolderInUse } from './folder-lock.ts';
import { openServerDatabase } from './server-database.ts';

describeOnBothDatabases('the database port', (world) => {
  const db = (): Database => world().db;

  it('gives both databases’ values the same types', async () => {
    const at = new Date('2026-02-03T04:05:06.789Z');
    const [row] = await db().query(
      `SELECT 9007199254740991::int8 AS big, $1::timestamptz AS at, $2::jsonb AS json, $3::bytea AS bytes,
         $4::text[] AS texts, $5::integer[] AS numbers, date '2026-02-03' AS day, time '04:05' AS time, $6::text AS nothing`,
      [at, JSON.stringify({ a: [1, 'x'] }), new Uint8Array([0, 255]), ['a,b', 'c"d'], [1, 2], null],
    );
    expect(row).toEqual({
      big: 9007199254740991,
      at,
      json: { a: [1, 'x'] },
      bytes: expect.anything(),
      texts: ['a,b', 'c"d'],
      numbers: [1, 2],
      day: '2026-02-03',
      time: '04:05:00',
      nothing: null,
    });
    expect(row && 'bytes' in row && row.bytes instanceof Uint8Array && [...row.bytes]).toEqual([0, 255]);
  });

  it('keeps what a transaction wrote when it returns, and nothing when it throws', async () => {
    const add = (minute: string, fail: boolean) =>
      db().tx(async (tx) => {
        await tx.query('INSERT INTO otp_pulse (minute) VALUES ($1)', [new Date(minute)]);
        if (fail) throw new Error('changed my mind');
      });
    await add('2020-01-01T00:00:00Z', false);
    await expect(add('2020-01-02T00:00:00Z', true)).rejects.toThrow('changed my mind');
    expect(await db().query(`SELECT minute FROM otp_pulse WHERE minute < '2021-01-01'`)).toEqual([
      { minute: new Date('2020-01-01T00:00:00Z') },
    ]);
  });

  it('reads what was committed a moment before, and what a transaction wrote inside of it', async () => {
    const rows = async (on: Pick<Database, 'read'>) =>
      (await on.read<{ n: number }>('SELECT count(*) AS n FROM otp_pulse'))[0]?.n;
    const before = (await rows(db())) ?? 0;
    await db().tx(async (tx) => {
      await tx.query(
        `INSERT INTO otp_pulse (minute, accepted, refused) VALUES (now() - interval '1 year', 0, 0)`,
      );
      expect(await rows(tx)).toBe(before + 1);
    });
    expect(await rows(db())).toBe(before + 1);
  });

  it('refuses the outer handle inside a transaction instead of hanging', async () => {
    await expect(db().tx(() => db().query('SELECT 1'))).rejects.toThrow('outer database handle');
    await expect(db().tx(() => db().tx(async () => 1))).rejects.toThrow('outer database handle');
    expect(await db().query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('lets the outer handle be used again by work that a transaction started and outlived', async () => {
    let later: Promise<unknown> = Promise.resolve();
    await db().tx(async (tx) => {
      await tx.query('SELECT 1');
      later = pause(20).then(() => db().query('SELECT 2 AS two'));
    });
    expect(await later).toEqual([{ two: 2 }]);
  });

  it('tells a refused statement by its SQLSTATE', async () => {
    const state = await db().query('SELECT 1/0').catch(sqlState);
    expect(state).toBe('22012');
  });

  it('hears what a committed transaction told, and nothing of one rolled back', async () => {
    const heard: string[] = [];
    const unlisten = await db().listen('call_changed', (payload) => heard.push(payload));
    const tell = (what: string) =>
      db().tx(async (tx) => void (await tx.query(`SELECT pg_notify('call_changed', $1)`, [what])));
    await tell('one');
    await db()
      .tx(async (tx) => {
        await tx.query(`SELECT pg_notify('call_changed', 'lost')`);
        throw new Error('no');
      })
      .catch(() => {});
    await tell('two');
    await expect.poll(() => heard).toEqual(['one', 'two']);
    await unlisten();
  });

  it('lets a listener use the outer handle at once', async () => {
    const answered = Promise.withResolvers<unknown>();
    const unlisten = await db().listen('session_ended', () => {
      answered.resolve(db().query('SELECT 3 AS three').catch(String));
    });
    await db().tx(async (tx) => void (await tx.query(`SELECT pg_notify('session_ended', '')`)));
    expect(await answered.promise).toEqual([{ three: 3 }]);
    await unlisten();
  });

  it('works as a role that can’t change or empty the audit trail', async () => {
    for (const statement of [
      'UPDATE audit_entries SET action = action',
      'DELETE FROM audit_links',
      'TRUNCATE audit_entries',
    ]) {
      expect(await db().query(statement).catch(sqlState)).toBe('42501');
    }
  });

  it('runs a deadlock’s victim again', async () => {
    if (db().kind === 'embedded') return; // one connection: nobody to wait for
    await db().query(`INSERT INTO otp_pulse (minute) VALUES ('2019-01-01'), ('2019-01-02')`);
    const touch = (first: string, second: string) =>
      db().tx(async (tx) => {
        await tx.query('UPDATE otp_pulse SET refused = refused + 1 WHERE minute = $1', [new Date(first)]);
        await pause(100);
        await tx.query('UPDATE otp_pulse SET refused = refused + 1 WHERE minute = $1', [new Date(second)]);
      });
    await Promise.all([touch('2019-01-01', '2019-01-02'), touch('2019-01-02', '2019-01-01')]);
    expect(await db().query(`SELECT refused FROM otp_pulse WHERE minute < '2019-02-01'`)).toEqual([
      { refused: 2 },
      { refused: 2 },
    ]);
  });
});

describe('the embedded database’s folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'anteroom-folder-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is this user’s alone, and one process’s at a time', async () => {
    const db = await openEmbeddedDatabase(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    await expect(openEmbeddedDatabase(folder)).rejects.toThrow(FolderInUse);
    await db.close();
    const again = await openEmbeddedDatabase(folder);
    await again.close();
  });

  it('gets every commit through fsync', async () => {
    const db = await openEmbeddedDatabase(folder);
    const settings = await db.query(
      `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method') ORDER BY name`,
    );
    await db.close();
    expect(settings).toEqual([
      { name: 'fsync', setting: 'on' },
      { name: 'full_page_writes', setting: 'on' },
      { name: 'synchronous_commit', setting: 'on' },
      { name: 'wal_sync_method', setting: 'fsync' },
    ]);
  });
});

describe('a server that goes away', () => {
  let cluster: PostgresCluster;
  beforeAll(async () => {
    cluster = await startPostgres();
  });
  afterAll(() => cluster.stop());

  it('loses no half of a transaction whose connection was cut in the middle', async () => {
    const db = await openServerDatabase(cluster.url, 2);
    const cut = db.tx(async (tx) => {
      await tx.query(`INSERT INTO otp_pulse (minute) VALUES ('2018-01-01')`);
      const [own] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      const other = await openServerDatabase(cluster.url, 1);
      await other.query('SELECT 1').catch(() => {});
      await other.close();
      await cluster.restart();
      await pause(300);
      expect(own?.pid).toBeGreaterThan(0);
      await tx.query(`INSERT INTO otp_pulse (minute) VALUES ('2018-01-02')`);
    });
    await expect(cut).rejects.toThrow(DatabaseUnavailable);
    expect(await db.query(`SELECT minute FROM otp_pulse WHERE minute < '2018-02-01'`)).toEqual([]);
    await db.close();
  });

  it('writes nothing for who asked to read', async () => {
    const db = await openServerDatabase(cluster.url, 4);
    const writing = db.read(`INSERT INTO otp_pulse (minute) VALUES ('2018-01-01')`);
    await expect(writing).rejects.toMatchObject({ code: '25006' });
    await db.close();
  });

  it('is reported as unavailable, and used again within ten seconds of its return', async () => {
    const db = await openServerDatabase(cluster.url, 4);
    await cluster.crash();
    await expect(db.query('SELECT 1')).rejects.toThrow(DatabaseUnavailable);
    await expect(db.tx((tx) => tx.query('SELECT 1'))).rejects.toThrow(DatabaseUnavailable);
    await cluster.restart();
    await expect
      .poll(() => db.query('SELECT 1 AS one').catch(() => null), { timeout: 10_000 })
      .toEqual([{ one: 1 }]);
    await db.close();
  });
});
