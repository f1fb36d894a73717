import { psql, startPostgres } from '../test/set-up/postgres.ts';
import { type Figure, type Measured, median } from './figure.ts';
import { graphile } from './queue-recovery/graphile.ts';
import { killAndRestart } from './queue-recovery/kill-and-restart.ts';
import { ours } from './queue-recovery/ours.ts';
import { pgBossHeartbeat, pgBossLease } from './queue-recovery/pg-boss.ts';
import type { Side } from './queue-recovery/side.ts';

const JOBS = 50;
/** How long workers have their jobs when they are killed: pg-boss's second heartbeat comes after 5 s. */
const HOLDS_MS = [100, 2_500, 4_900];
/** What is not taken up by then counts as taken up then. */
const LIMIT_MS = 60_000;
const PROMISE_MS = 5_000;

const SIDES: readonly Side[] = [pgBossLease, pgBossHeartbeat, graphile, ours];

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;

const measuredOf = (side: Side, samples: number[], beside: number[]): Measured => {
  const never = samples.filter((ms) => ms >= LIMIT_MS).length;
  return {
    what:
      never > 0 ? `${side.what}; ${never} of ${samples.length} not within ${seconds(LIMIT_MS)}` : side.what,
    unit: 'ms',
    samples,
    ...(side === pgBossHeartbeat
      ? {}
      : { ratio: { value: median(samples) / median(beside), to: 'pg-boss with heartbeats' } }),
    ...(side.promised
      ? { promise: { words: `all <= ${seconds(PROMISE_MS)}`, kept: Math.max(...samples) <= PROMISE_MS } }
      : {}),
  };
};

const measure = async (say: (line: string) => void): Promise<Measured[]> => {
  await using stack = new AsyncDisposableStack();
  const cluster = await startPostgres();
  stack.defer(cluster.stop);
  const samples = new Map<Side, number[]>(SIDES.map((side) => [side, []]));
  for (const holdMs of HOLDS_MS) {
    for (const side of SIDES) {
      const url = await cluster.createDatabase();
      await side.fill(url, JOBS);
      await psql(url, 'VACUUM ANALYZE');
      const all = await killAndRestart(side, url, { count: JOBS, holdMs, limitMs: LIMIT_MS });
      const back = all.map((ms) => Math.min(ms, LIMIT_MS));
      samples.get(side)?.push(...back);
      const [least, most] = [Math.min(...back), Math.max(...back)];
      say(`killed after ${seconds(holdMs)}: ${side.what}: ${seconds(least)} to ${seconds(most)}`);
    }
  }
  const beside = samples.get(pgBossHeartbeat) ?? [];
  return SIDES.map((side) => measuredOf(side, samples.get(side) ?? [], beside));
};

export const queueRecovery: Figure = {
  name: 'queue-recovery',
  title: `from the start of the next worker until each of ${JOBS} jobs, held by one killed with -9, is taken up again`,
  measure,
};
