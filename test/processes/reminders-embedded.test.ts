import { cpSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, inject, it, vi } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import { openEmbeddedDatabase } from '../../server/database/embedded-database.ts';
import { ALL_WELL, planReminders, reckon } from './reminder-clinic.ts';
import { startProvider } from './reminder-provider.ts';
import { launchWorker } from './reminder-workers.ts';
import { temporaryFolder } from './running-server.ts';

const COUNT = 400;
const SPAN_MS = 4_000;
const SLOW_MS = 200;
const RESUMES_WITHIN_MS = 5_000;

let stack = new AsyncDisposableStack();
afterEach(async () => {
  await stack.disposeAsync();
  stack = new AsyncDisposableStack();
});

describe('a process on the embedded database that is killed with reminders in hand', () => {
  it('has sent all that is due, each once, within five seconds of being ready again', async () => {
    const folder = temporaryFolder();
    stack.defer(folder.remove);
    cpSync(inject('embeddedTemplate'), folder.path, { recursive: true });
    const within = async <T>(work: (db: Database) => Promise<T>): Promise<T> => {
      const db = await openEmbeddedDatabase(folder.path);
      return work(db).finally(db.close);
    };
    let cut = '';
    const provider = await startProvider({
      deduplicates: true,
      tells: false,
      manner: async ({ by }) => {
        await pause(SLOW_MS);
        // What a killed process had under way is not taken: it is still to be sent.
        return by === cut ? 'hangs' : 'takes';
      },
    });
    stack.defer(provider.stop);
    const start = () => {
      const worker = launchWorker({ database: { DATA_DIR: folder.path }, providerUrl: provider.url });
      stack.defer(worker.kill);
      return worker;
    };

    await within((db) => planReminders(db, { count: COUNT, inMs: 3_000, spanMs: SPAN_MS }));
    const killed = start();
    await vi.waitUntil(() => provider.accepted.length > COUNT / 3, { timeout: 30_000, interval: 5 });
    cut = killed.life;
    await killed.kill();
    const next = start();
    await next.ready;
    const ready = Date.now();
    await vi.waitUntil(() => provider.accepted.length === COUNT, { timeout: 30_000, interval: 20 });
    await pause(1_000);
    await next.kill();
    const all = await within((db) => reckon(db, provider));
    const last = Math.max(...provider.accepted.map(({ at }) => at)) - ready;
    process.stdout.write(`the embedded database: all sent ${last} ms after being ready\n`);
    expect(all).toMatchObject({ ...ALL_WELL, givenUp: 0 });
    expect(provider.asked.length).toBeGreaterThan(COUNT);
    expect(last).toBeLessThan(RESUMES_WITHIN_MS);
    expect(killed.errors() + next.errors()).toBe('');
  });
});
