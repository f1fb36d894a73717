import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../../server/database/database.ts';
import { openServerDatabase } from '../../server/database/server-database.ts';
import { type PostgresCluster, startPostgres } from '../set-up/postgres.ts';
import { insist, planReminders, quantile, type Reckoning, reckon, untilAllEnded } from './reminder-clinic.ts';
import { faultsAtRandom, type ReminderProvider, startProvider } from './reminder-provider.ts';
import { launchWorker, type ReminderWorker, type WorkerOptions } from './reminder-workers.ts';

const WORKERS = 3;
const KILL_EVERY_MS = { least: 400, most: 1_200 } as const;
const CRASH_EVERY_MS = { least: 5_000, most: 10_000 } as const;
const FAULTS = 0.02;
/** The first one is due so long after the plan was made: the workers are there by then. */
const LEAD_MS = 3_000;
/** What was on its way when a process was killed has reached the provider by then. */
const ARRIVED_MS = 300;
/** Once nothing is killed any more, all is sent within this time. */
const QUIET_LIMIT_MS = 90_000;

export interface ChaosOptions {
  count: number;
  /** They become due within so many milliseconds, and so long processes are killed. */
  spanMs: number;
  deduplicates: boolean;
  tells: boolean;
}

export interface ChaosReport {
  reckoning: Reckoning;
  kills: number;
  crashes: number;
  faults: number;
  accepted: number;
  /** Taken by the provider and not yet in the ledger when the process that sent them was killed. */
  inFlight: number;
  /** Taken by the provider, and whoever sent it never heard so. */
  unheard: number;
  /** What workers printed that was not foreseen. */
  errors: string;
}

const between = ({ least, most }: { least: number; most: number }): number =>
  least + Math.random() * (most - least);

interface InFlight {
  life: string;
  /** Taken of what it sent, when it was counted. */
  taken: number;
  /** Of these, what the ledger did not know yet. */
  unwritten: number;
}

const takenFrom = ({ accepted }: ReminderProvider, life: string): string[] =>
  accepted.filter(({ by }) => by === life).map(({ id }) => id);

/** What the ledger does not know yet to be taken, of what one life sent. */
const countInFlight = async (db: Database, provider: ReminderProvider, life: string): Promise<InFlight> => {
  const ids = takenFrom(provider, life);
  const [row] = await insist(() =>
    db.query<{ n: number }>(
      'SELECT count(*) AS n FROM messages WHERE id = ANY ($1::uuid[]) AND provider_id IS NULL',
      [ids],
    ),
  );
  return { life, taken: ids.length, unwritten: row?.n ?? 0 };
};

/** All that was in flight at the kills; what a busy provider took only after it was counted is added. */
const sumOf = (provider: ReminderProvider, counted: readonly InFlight[]): number =>
  counted.reduce(
    (sum, { life, taken, unwritten }) => sum + unwritten + takenFrom(provider, life).length - taken,
    0,
  );

/** Workers of which one after the other is killed and started again at once. */
const startKilling = (options: WorkerOptions, db: Database, provider: ReminderProvider) => {
  const workers: ReminderWorker[] = [];
  const counting: Promise<InFlight>[] = [];
  const errors: string[] = [];
  let going = true;
  let isOver = false;
  const launch = (index: number): void => {
    const worker = launchWorker(options);
    workers[index] = worker;
    void worker.ended.then((how) => {
      // One that finds no database when it starts says so and ends; who runs it has it started again.
      if (how !== 'while it started') errors.push(worker.errors());
      if (how === 'by itself') errors.push(`${worker.life} ended by itself`);
      if (how !== 'killed' && !isOver) launch(index);
    });
  };
  const kill = async (turn: number): Promise<boolean> => {
    // A process that does nothing yet is no fair prey.
    const index = [0, 1, 2].map((step) => (turn + step) % WORKERS).find((at) => workers[at]?.isReady());
    const worker = index === undefined ? undefined : workers[index];
    if (index === undefined || !worker) return false;
    await worker.kill();
    launch(index);
    counting.push(pause(ARRIVED_MS).then(() => countInFlight(db, provider, worker.life)));
    return true;
  };
  const run = async (): Promise<void> => {
    for (let turn = 0; going; turn += 1) {
      await pause(between(KILL_EVERY_MS));
      while (going && !(await kill(turn))) await pause(20);
    }
  };
  for (let index = 0; index < WORKERS; index += 1) launch(index);
  const running = run();
  return {
    /** Kills no more; those that are there go on. How many were in flight at each kill. */
    calm: async (): Promise<InFlight[]> => {
      going = false;
      await running;
      return Promise.all(counting);
    },
    end: async (): Promise<void> => {
      isOver = true;
      await Promise.all(workers.map((worker) => worker.kill()));
    },
    errors: (): string => errors.join(''),
  };
};

const startCrashing = (cluster: PostgresCluster) => {
  let crashes = 0;
  const ending = new AbortController();
  const run = async (): Promise<void> => {
    for (;;) {
      await pause(between(CRASH_EVERY_MS), null, { signal: ending.signal }).catch(() => {});
      if (ending.signal.aborted) return;
      crashes += 1;
      await cluster.crash();
      await cluster.restart();
    }
  };
  const running = run();
  return {
    calm: async (): Promise<number> => {
      ending.abort();
      await running;
      return crashes;
    },
  };
};

/** Sends reminders while processes are killed, PostgreSQL is crashed and the provider has faults; what became of all. */
export const runChaos = async ({ count, spanMs, ...kind }: ChaosOptions): Promise<ChaosReport> => {
  await using stack = new AsyncDisposableStack();
  const cluster = await startPostgres();
  stack.defer(cluster.stop);
  const url = await cluster.createDatabase();
  const db = await openServerDatabase(url, 4);
  stack.defer(db.close);
  const provider = await startProvider({ ...kind, manner: faultsAtRandom(FAULTS) });
  stack.defer(provider.stop);
  await planReminders(db, { count, inMs: LEAD_MS, spanMs });
  const killing = startKilling({ database: { DATABASE_URL: url }, providerUrl: provider.url }, db, provider);
  stack.defer(killing.end);
  const crashing = startCrashing(cluster);
  await pause(LEAD_MS + spanMs);
  const inFlight = await killing.calm();
  const crashes = await crashing.calm();
  await untilAllEnded(db, QUIET_LIMIT_MS);
  await killing.end();
  return {
    reckoning: await reckon(db, provider),
    kills: inFlight.length,
    crashes,
    faults: [...provider.faults.values()].reduce((sum, n) => sum + n, 0),
    accepted: provider.accepted.length,
    inFlight: sumOf(provider, inFlight),
    unheard: provider.unheard(),
    errors: killing.errors(),
  };
};

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

/** The figures of a run in one line. */
export const tellChaos = (report: ChaosReport): string => {
  const { reckoning, kills, crashes, faults, accepted, inFlight, unheard } = report;
  const [p50, p99, most] = [0.5, 0.99, 1].map((share) => seconds(quantile(reckoning.lateness, share)));
  return [
    `${kills} kills, ${crashes} crashes of PostgreSQL, ${faults} faults: ${accepted} accepted`,
    `${reckoning.lost} lost, ${reckoning.givenUp} given up, ${reckoning.twice} twice (bound ${inFlight + unheard}: ${inFlight} in flight, ${unheard} without an answer)`,
    `late by ${p50} in the middle, ${p99} at 99%, ${most} at most`,
  ].join('; ');
};
