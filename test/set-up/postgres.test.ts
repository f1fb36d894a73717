import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { describe, expect, inject, test } from 'vitest';
import { createDatabase, dropDatabase, psql, startPostgres } from './postgres.ts';

describe('the PostgreSQL of the run', () => {
  test('gives every caller a database of their own', async () => {
    const [one, other] = await Promise.all([
      createDatabase(inject('postgresUrl')),
      createDatabase(inject('postgresUrl')),
    ]);
    await psql(one, 'CREATE TABLE only_here ()');
    await expect(psql(other, 'SELECT FROM only_here')).rejects.toThrow('does not exist');
    await dropDatabase(inject('postgresUrl'), one);
    await expect(psql(one, 'SELECT 1')).rejects.toThrow('does not exist');
    await dropDatabase(inject('postgresUrl'), other);
  });
});

describe('a cluster of its own', () => {
  test('is durable unless asked otherwise, and keeps what was committed over a restart and a crash', async () => {
    const cluster = await startPostgres();
    try {
      expect(await psql(cluster.url, 'SHOW fsync')).toBe('on');
      expect(await psql(cluster.url, 'SHOW synchronous_commit')).toBe('on');
      expect(await psql(cluster.url, 'SHOW max_connections')).toBe('100');
      const url = await cluster.createDatabase('kept');
      await psql(url, 'CREATE TABLE note (line text); INSERT INTO note VALUES ($$before$$)');
      await cluster.restart();
      expect(await psql(url, 'SELECT line FROM note')).toBe('before');
      await psql(url, 'UPDATE note SET line = $$after$$');
      await cluster.crash();
      await expect(psql(url, 'SELECT 1')).rejects.toThrow('refused');
      await cluster.restart();
      expect(await psql(url, 'SELECT line FROM note')).toBe('after');
    } finally {
      await cluster.stop();
    }
    await expect(psql(cluster.url, 'SELECT 1')).rejects.toThrow('refused');
  });

  test('goes with its process, server and folder, even when that is killed outright', async () => {
    const before = new Set(clusterFolders());
    const script = `
      import { startPostgres } from '${new URL('./postgres.ts', import.meta.url)}';
      const cluster = await startPostgres({ durable: false });
      process.stdout.write(cluster.url + '\\n');
      setInterval(() => {}, 1_000);`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [url] = await once(createInterface(child.stdout), 'line');
    expect(await psql(String(url), 'SELECT 1')).toBe('1');
    const mine = clusterFolders().filter((folder) => !before.has(folder));
    child.kill('SIGKILL');
    await expect
      .poll(() => psql(String(url), 'SELECT 1').catch(String), { timeout: 10_000 })
      .toContain('refused');
    // Another test file may start a cluster meanwhile, and keep it: at least the killed one's folder goes.
    await expect
      .poll(() => mine.some((folder) => !existsSync(`${tmpdir()}/${folder}`)), { timeout: 10_000 })
      .toBe(true);
  });
});

const clusterFolders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('anteroom-postgres-'));
