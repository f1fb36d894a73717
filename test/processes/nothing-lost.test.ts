import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { freePort } from '../set-up/postgres-place.ts';
import { prepareWriters } from './acknowledged-writes.ts';
import { call, clientFor, listAt, textAt } from './api-client.ts';
import { madeFolder } from './made-folder.ts';
import { ownServers } from './own-servers.ts';

const KILLS = 20;
const WRITING_MS = { least: 100, most: 400 } as const;
/** A restart resumes by itself within this time; the slowest may have met a busy machine. */
const RESUMES_WITHIN_MS = 5_000;
const SLOWEST_MS = 15_000;

const medianOf = (figures: readonly number[]): number =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.POSITIVE_INFINITY;

const { kept, started } = ownServers();

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
});
