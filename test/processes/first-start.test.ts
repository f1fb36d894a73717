import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, inject, it } from 'vitest';
import { createDatabase, dropDatabase, psql } from '../set-up/postgres.ts';
import { freePort } from '../set-up/postgres-place.ts';
import { clientFor, textAt } from './api-client.ts';
import { madeFolder } from './made-folder.ts';
import { ownServers } from './own-servers.ts';
import { launchServer, runServer, startServer, temporaryFolder, untilReady } from './running-server.ts';

const FIRST_START_KILLS = 4;
const MIGRATION_KILLS = 8;

const { kept, running, started } = ownServers();

describe('a process that was killed while it started for the first time', () => {
  it(`leaves a folder that starts, however far its very first start had come`, {
    timeout: 300_000,
  }, async () => {
    const port = await freePort();
    const since = performance.now();
    const whole = await started(kept(temporaryFolder()), port);
    const firstStartMs = performance.now() - since;
    await whole.kill('SIGKILL');
    for (let kill = 0; kill < FIRST_START_KILLS; kill += 1) {
      const folder = kept(temporaryFolder());
      const cut = await launchServer({ env: { DATA_DIR: folder }, port });
      running.push(cut);
      await pause(((kill + Math.random()) / FIRST_START_KILLS) * firstStartMs);
      await cut.kill('SIGKILL');
      const server = await started(folder, port);
      await clientFor(server.url, 'patient');
      await server.kill('SIGKILL');
    }
  });

  it('leaves a PostgreSQL database that starts, wherever in migrations and seed it was killed', {
    timeout: 120_000,
  }, async () => {
    const folder = kept(temporaryFolder());
    const env = { DATA_DIR: folder, DATABASE_URL: await createDatabase(inject('postgresUrl')) };
    const since = performance.now();
    const whole = await startServer({ env });
    const firstStartMs = performance.now() - since;
    await whole.kill('SIGKILL');
    const url = await createDatabase(inject('postgresUrl'));
    const steps: string[] = [];
    for (let kill = 0; kill < MIGRATION_KILLS; kill += 1) {
      const cut = await launchServer({ env: { ...env, DATABASE_URL: url } });
      running.push(cut);
      await pause((0.4 + (0.6 * (kill + Math.random())) / MIGRATION_KILLS) * firstStartMs);
      await cut.kill('SIGKILL');
      const there = await psql(url, `SELECT to_regclass('migrations') IS NOT NULL`);
      steps.push(there === 't' ? await psql(url, 'SELECT count(*) FROM migrations') : 'nothing');
    }
    const server = await startServer({ env: { ...env, DATABASE_URL: url } });
    running.push(server);
    expect(await psql(url, 'SELECT count(*) FROM people'), steps.join()).toBe('6');
    await clientFor(server.url, 'patient');
    await server.kill('SIGTERM');
    for (const made of [env.DATABASE_URL, url]) await dropDatabase(inject('postgresUrl'), made);
  });
});

describe('the folder of the embedded database', () => {
  it('is refused to a second process, in words, and the first goes on unharmed', async () => {
    const folder = kept(madeFolder());
    const first = await started(folder, await freePort());
    const second = await runServer({ env: { DATA_DIR: folder } });
    expect(second.code).toBe(1);
    expect(second.output).toContain(`${folder} is open in another process`);
    expect(second.output).toContain('DATA_DIR');
    expect(second.output).not.toMatch(/^\s+at /m);
    const patient = await clientFor(first.url, 'patient');
    expect((await patient.request('PATCH', '/api/me', { first_name: 'Still here' }))?.status).toBe(200);
    expect(await first.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    const third = await started(folder, first.port);
    expect(
      textAt((await (await clientFor(third.url, 'patient')).mustGet('/api/me')).body, 'first_name'),
    ).toBe('Still here');
  });

  it('may be taken over the moment its process was killed', async () => {
    const folder = kept(madeFolder());
    const port = await freePort();
    const first = await started(folder, port);
    first.signal('SIGKILL');
    await first.ended;
    const next = await launchServer({ env: { DATA_DIR: folder }, port });
    running.push(next);
    await untilReady(next);
  });
});
