import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type PostgresCluster, startPostgres } from '../set-up/postgres.ts';
import { prepareWriters } from './acknowledged-writes.ts';
import { call } from './api-client.ts';
import { type ServerProcess, startServer, temporaryFolder } from './running-server.ts';

/** How long the way back may take after the database is there again. */
const BACK_WITHIN_MS = 10_000;

const folder = temporaryFolder();
let cluster: PostgresCluster;
let running: ServerProcess | null = null;

beforeAll(async () => {
  cluster = await startPostgres();
});
afterEach(async () => {
  await running?.kill('SIGKILL');
  running = null;
});
afterAll(async () => {
  await cluster.stop();
  folder.remove();
});

/** Milliseconds until the server says that it is ready; it is asked again and again. */
const untilBack = async (url: string): Promise<number> => {
  const since = performance.now();
  while ((await call(url, 'GET', '/readyz')).status !== 200) {
    if (performance.now() - since > 2 * BACK_WITHIN_MS) break;
    await pause(20);
  }
  return performance.now() - since;
};

describe('PostgreSQL under load', () => {
  it.each([
    { how: 'restarted in order', away: () => cluster.restart(), silence: 0 },
    { how: 'killed outright and brought back', away: () => cluster.crash(), silence: 1_500 },
  ])(
    '$how: 503 while it is away, never a wrong yes, back within ten seconds',
    async ({ how, away, silence }) => {
      const url = await cluster.createDatabase();
      const server = await startServer({ env: { DATABASE_URL: url, DATA_DIR: folder.path } });
      running = server;
      const writers = await prepareWriters(server.url);
      const stop = writers.start();
      await pause(1_000);
      const before = writers.acknowledged();
      await away();
      if (silence > 0) {
        await pause(silence);
        const ready = await call(server.url, 'GET', '/readyz');
        expect(ready.status).toBe(503);
        expect(ready.headers.get('retry-after')).toMatch(/^\d+$/);
        expect((await call(server.url, 'GET', '/healthz')).status).toBe(200);
        await cluster.restart();
      }
      const back = await untilBack(server.url);
      await pause(1_000);
      await stop();
      expect(back).toBeLessThan(BACK_WITHIN_MS);
      expect(await writers.missing()).toEqual([]);
      expect(writers.acknowledged()).toBeGreaterThan(before);
      expect(writers.refusals.length).toBeGreaterThan(0);
      const odd = writers.refusals.filter(({ status, retryAfter }) => status !== 503 || retryAfter === null);
      expect(odd).toEqual([]);
      expect(server.isAlive()).toBe(true);
      expect(await server.kill('SIGTERM')).toEqual({ code: 0, signal: null });
      process.stdout.write(
        `${how}: ${writers.acknowledged()} acknowledged, ${writers.refusals.length} answered 503, ready ${Math.round(back)} ms after its return\n`,
      );
    },
  );
});
