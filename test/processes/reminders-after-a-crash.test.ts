import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { ALL_WELL, planReminders, quantile, reckon, untilAllEnded } from './reminder-clinic.ts';
import { type ClinicOnServer, clinicOnServer } from './reminder-clinic-on-server.ts';
import type { ReminderProvider } from './reminder-provider.ts';

const COUNT = 600;
const SPAN_MS = 6_000;
/** A provider as slow as this has some under way at any moment. */
const SLOW_MS = 200;
const LATEST_MS = 60_000;
const RESUMES_WITHIN_MS = 5_000;

const begin = async (
  { db, provide }: ClinicOnServer,
  isCut: (life: string) => boolean = () => false,
): Promise<ReminderProvider> => {
  await planReminders(db, { count: COUNT, inMs: 2_000, spanMs: SPAN_MS });
  return provide({
    deduplicates: true,
    tells: false,
    manner: async ({ by }) => {
      await pause(SLOW_MS);
      return isCut(by) ? 'hangs' : 'takes';
    },
  });
};

const untilHalfWay = (provider: ReminderProvider) =>
  vi.waitUntil(() => provider.accepted.length > COUNT / 3, { timeout: 30_000, interval: 5 });

/** Everything is sent in the end, nothing later than a minute, and work goes on soon after `back`. */
const expectGoesOn = async (
  { db }: ClinicOnServer,
  provider: ReminderProvider,
  { how, since, before }: { how: string; since: number; before: number },
) => {
  expect(await untilAllEnded(db, LATEST_MS)).toBe(0);
  const reckoning = await reckon(db, provider);
  const resumed = (provider.accepted[before]?.at ?? Number.POSITIVE_INFINITY) - since;
  const latest = quantile(reckoning.lateness, 1);
  process.stdout.write(`${how}: goes on after ${resumed} ms, the latest late by ${latest} ms\n`);
  expect(reckoning).toMatchObject({ ...ALL_WELL, givenUp: 0 });
  expect(resumed).toBeLessThan(RESUMES_WITHIN_MS);
  expect(latest).toBeLessThan(LATEST_MS);
};

describe('after a single crash every reminder is sent within a minute of its time', () => {
  const opened = clinicOnServer();

  it('of the only worker, killed with reminders in hand and started again', async () => {
    const clinic = opened();
    let killed = '';
    // What it had under way is not taken: it is still to be sent.
    const provider = await begin(clinic, (life) => life === killed);
    const worker = clinic.launch(provider);
    await untilHalfWay(provider);
    killed = worker.life;
    await worker.kill();
    const next = clinic.launch(provider);
    const since = Date.now();
    const before = provider.accepted.length;
    const held = await clinic.db.query('SELECT FROM reminders WHERE claimed_by IS NOT NULL');
    expect(held.length).toBeGreaterThan(0);
    await expectGoesOn(clinic, provider, { how: `killed with ${held.length} in hand`, since, before });
    expect(provider.accepted[before]?.by).toBe(next.life);
    expect(worker.errors() + next.errors()).toBe('');
  });

  it('of PostgreSQL', async () => {
    const clinic = opened();
    const provider = await begin(clinic);
    const worker = clinic.launch(provider);
    await untilHalfWay(provider);
    await clinic.cluster.crash();
    await pause(2 * SLOW_MS);
    const before = provider.accepted.length;
    await clinic.cluster.restart();
    await expectGoesOn(clinic, provider, { how: 'PostgreSQL crashed', since: Date.now(), before });
    expect(worker.errors()).toBe('');
  });
});
