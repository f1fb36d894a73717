import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { ALL_WELL, planReminders, reckon, untilAllEnded } from './reminder-clinic.ts';
import { type ClinicOnServer, clinicOnServer } from './reminder-clinic-on-server.ts';
import type { ReminderProvider } from './reminder-provider.ts';
import type { ReminderWorker } from './reminder-workers.ts';

const COUNT = 40;
/** A worker that was stopped must give up because its lease is over, not because it waited for so long. */
const PATIENCE_MS = 60_000;
const LIMIT = { timeout: 30_000, interval: 20 };
/** What a worker does once it goes on is done by then. */
const GOES_ON_MS = 2_500;

/** All that is kept of what was sent, and of what is to be, a line for each. */
const allRows = async ({ db }: ClinicOnServer): Promise<string[]> => {
  const rows = await db.query(`
    SELECT r.id, r.outcome, r.ended_at, r.next_at, r.claims, r.doubts, r.claimed_by, m.id AS message, m.status,
      m.fault, m.provider_id, (SELECT string_agg(e.status, ' ' ORDER BY e.status) FROM message_events e
        WHERE e.message_id = m.id) AS history
    FROM reminders r JOIN messages m ON m.appointment_id = r.appointment_id AND m.person_id = r.person_id
      AND m.kind = r.kind AND m.channel = CASE r.line WHEN 'phone' THEN 'sms' ELSE 'email' END`);
  return rows.map((row) => JSON.stringify(row));
};

const changedSince = async (clinic: ClinicOnServer, before: readonly string[]): Promise<string[]> =>
  (await allRows(clinic)).filter((row) => !before.includes(row));

const askedBy = ({ asked }: ReminderProvider, { life }: ReminderWorker) =>
  asked.filter(({ by }) => by === life);

/** A gate that keeps whoever comes until it is opened. */
const gate = () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let waiting = 0;
  return {
    open: resolve,
    waiting: () => waiting,
    pass: () => {
      waiting += 1;
      return promise;
    },
  };
};

/** As after a kill: somebody held each before, and the provider is asked first whether it has it. */
const haveBeenHeld = ({ db }: ClinicOnServer) => db.query('UPDATE reminders SET claims = 1, doubts = 1');

/** Stops it as a machine does that is suspended, and returns once another one has sent all that it held. */
const stopUntilTakenOver = async (
  clinic: ClinicOnServer,
  stopped: ReminderWorker,
  provider: ReminderProvider,
): Promise<ReminderWorker> => {
  stopped.signal('SIGSTOP');
  const other = clinic.launch(provider, { patience: PATIENCE_MS });
  await vi.waitUntil(() => askedBy(provider, other).length === COUNT, LIMIT);
  expect(await untilAllEnded(clinic.db, 5_000)).toBe(0);
  return other;
};

/** Lets it go on, and returns once it has a lease again. */
const goOn = async ({ db }: ClinicOnServer, stopped: ReminderWorker): Promise<void> => {
  stopped.signal('SIGCONT');
  await vi
    .waitUntil(
      async () => (await db.query('SELECT FROM reminder_workers WHERE alive_until > now()')).length === 2,
      { timeout: 3_000, interval: 20 },
    )
    .catch(() => {}); // one that asks for no lease has none
};

describe('a worker that was stopped past its lease', () => {
  const opened = clinicOnServer();

  it('sends nothing of what another one took over, also when it has a lease again', async () => {
    const clinic = opened();
    await planReminders(clinic.db, { count: COUNT, inMs: 0, spanMs: 1 });
    await haveBeenHeld(clinic);
    const telling = gate();
    let slowFor = '';
    const provider = await clinic.provide({
      deduplicates: false,
      tells: false,
      beforeTelling: ({ by }) => (by === slowFor ? telling.pass() : undefined),
    });
    const stopped = clinic.launch(provider, { patience: PATIENCE_MS });
    slowFor = stopped.life;
    await vi.waitUntil(() => telling.waiting() === COUNT, LIMIT);
    await stopUntilTakenOver(clinic, stopped, provider);
    const before = await allRows(clinic);
    await goOn(clinic, stopped);
    telling.open();
    await pause(GOES_ON_MS);
    expect(askedBy(provider, stopped)).toEqual([]);
    expect(await changedSince(clinic, before)).toEqual([]);
    expect(await reckon(clinic.db, provider)).toMatchObject({ ...ALL_WELL, givenUp: 0 });
  });

  it('changes nothing by an answer that it had waited for', async () => {
    const clinic = opened();
    await planReminders(clinic.db, { count: COUNT, inMs: 0, spanMs: 1 });
    const answering = gate();
    let refused = '';
    const provider = await clinic.provide({
      deduplicates: false,
      tells: false,
      manner: async ({ by }) => {
        if (by !== refused) return 'takes';
        await answering.pass();
        return 'refuses';
      },
    });
    const stopped = clinic.launch(provider, { patience: PATIENCE_MS });
    refused = stopped.life;
    await vi.waitUntil(() => answering.waiting() === COUNT, LIMIT);
    await stopUntilTakenOver(clinic, stopped, provider);
    const before = await allRows(clinic);
    await goOn(clinic, stopped);
    answering.open();
    await pause(GOES_ON_MS);
    expect(askedBy(provider, stopped)).toHaveLength(COUNT);
    expect(await changedSince(clinic, before)).toEqual([]);
    expect(await reckon(clinic.db, provider)).toMatchObject({ ...ALL_WELL, givenUp: 0 });
  });

  it('sends what it held all the same where nobody else did', async () => {
    const clinic = opened();
    await planReminders(clinic.db, { count: COUNT, inMs: 0, spanMs: 1 });
    await haveBeenHeld(clinic);
    const telling = gate();
    const provider = await clinic.provide({
      deduplicates: false,
      tells: false,
      beforeTelling: telling.pass,
    });
    const stopped = clinic.launch(provider, { patience: PATIENCE_MS });
    await vi.waitUntil(() => telling.waiting() === COUNT, LIMIT);
    stopped.signal('SIGSTOP');
    await pause(5_500);
    telling.open();
    stopped.signal('SIGCONT');
    expect(await untilAllEnded(clinic.db, 15_000)).toBe(0);
    expect(await reckon(clinic.db, provider)).toMatchObject({ ...ALL_WELL, givenUp: 0 });
  });
});
