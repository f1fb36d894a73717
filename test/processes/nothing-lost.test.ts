import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, inject, it } from 'vitest';
import { createDatabase, dropDatabase, psql } from '../set-up/postgres.ts';
import { freePort } from '../set-up/postgres-place.ts';
import { prepareWriters } from './acknowledged-writes.ts';
import { call, clientFor, listAt, textAt } from './api-client.ts';
import { madeFolder } from './made-folder.ts';
import {
  launchServer,
  runServer,
  type ServerProcess,
  startServer,
  temporaryFolder,
  untilReady,
} from './running-server.ts';

const KILLS = 20;
const WRITING_MS = { least: 100, most: 400 } as const;
const FIRST_START_KILLS = 4;
const MIGRATION_KILLS = 8;
/** A restart resumes by itself within this time; the slowest may have met a busy machine. */
const RESUMES_WITHIN_MS = 5_000;
const SLOWEST_MS = 15_000;

const medianOf = (figures: readonly number[]): number =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.POSITIVE_INFINITY;

const running: ServerProcess[] = [];
const folders: ReturnType<typeof temporaryFolder>[] = [];

const kept = (folder: ReturnType<typeof temporaryFolder>): string => {
  folders.push(folder);
  return folder.path;
};

const started = async (folder: string, port: number): Promise<ServerProcess> => {
  const server = await startServer({ env: { DATA_DIR: folder }, port });
  running.push(server);
  return server;
};

afterEach(async () => {
  for (const server of running.splice(0)) await server.kill('SIGKILL');
});
afterAll(() => {
  for (const { remove } of folders) remove();
});

describe('a killed process', () => {
  it(`loses no acknowledged write over ${KILLS} kills, and resumes by itself each time`, {
    timeout: 300_000,
  }, async () => {
    const folder = kept(madeFolder());
    const port = await freePort();
    let server = await started(folder, port);
    const writers = await prepareWriters(server.url);
    const missing: string[] = [];
    const restarts: number[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const stop = writers.start();
      await pause(randomInt(WRITING_MS.least, WRITING_MS.most));
      await server.kill('SIGKILL');
      await stop();
      const since = performance.now();
      server = await started(folder, port);
      restarts.push(performance.now() - since);
      missing.push(...(await writers.missing()));
    }
    expect(missing).toEqual([]);
    expect(writers.refusals).toEqual([]);
    expect(writers.acknowledged()).toBeGreaterThan(KILLS * 4);
    expect(medianOf(restarts)).toBeLessThan(RESUMES_WITHIN_MS);
    expect(Math.max(...restarts)).toBeLessThan(SLOWEST_MS);
    process.stdout.write(
      `${writers.acknowledged()} acknowledged writes over ${KILLS} kills; restarts ${Math.round(medianOf(restarts))} ms in the middle, ${Math.round(Math.max(...restarts))} ms at most\n`,
    );
  });

  it('keeps the count of wrong codes, and a spent code spent', async () => {
    const folder = kept(madeFolder());
    const port = await freePort();
    let server = await started(folder, port);
    const patient = await clientFor(server.url, 'patient');
    const { body: list } = await patient.mustGet('/api/appointments');
    const visit = textAt(listAt(list, 'appointments').find((one) => one['can_join'] === true) ?? {}, 'id');
    const path = `/appointments/${visit}`;
    expect((await patient.request('POST', `${path}/send-video-otp`))?.status).toBe(200);
    const { body: inbox } = await call(server.url, 'GET', '/dev/inbox.json');
    const code = textAt(listAt(inbox, 'list')[0] ?? {}, 'code');
    const verify = (otp: string) =>
      patient.request('POST', `${path}/verify-video-otp`, { contact_number: '+14155550143', otp_code: otp });
    const killed = async () => {
      await server.kill('SIGKILL');
      server = await started(folder, port);
    };
    const wrong = code === '111111' ? '222222' : '111111';
    for (let tries = 0; tries < 4; tries += 1) expect((await verify(wrong))?.status).toBe(400);
    await killed();
    expect(await verify(code)).toMatchObject({ status: 200, body: { appointment_id: visit } });
    await killed();
    expect(await verify(code)).toMatchObject({ status: 400, body: { code: 'otp_invalid' } });
    expect(
      (await patient.request('POST', '/api/video-calls/initiate', { appointmentId: visit }))?.status,
    ).toBe(200);
  });

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
