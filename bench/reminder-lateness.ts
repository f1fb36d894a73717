import { psql, startPostgres } from '../test/set-up/postgres.ts';
import { type Figure, type Measured, median, medianRatio } from './figure.ts';
import { graphile } from './reminder-lateness/graphile.ts';
import { oneMinute } from './reminder-lateness/one-minute.ts';
import { ours } from './reminder-lateness/ours.ts';
import { pgBoss } from './reminder-lateness/pg-boss.ts';
import type { Side } from './reminder-lateness/side.ts';

const PENDING = 1_000_000;
const PER_SECOND = 200;
const SECONDS = 60;
const ROUNDS = 3;
const PROMISE_MS = 5_000;

/** The first is what the others are held against. */
const SIDES: readonly Side[] = [pgBoss, graphile, ours];

/** Of a round's sorted samples. */
const POINTS: Record<string, (sorted: readonly number[]) => number> = {
  median,
  '99th percentile': (sorted) => sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
  most: (sorted) => sorted.at(-1) ?? Number.NaN,
};
const PROMISED_POINT = '99th percentile';

/** A database with tables and a million jobs that are not due while the bench runs. */
const fill = async (side: Side, url: string): Promise<void> => {
  await side.prepare(url);
  await psql(
    url,
    (side.insertPending ?? side.insert)(
      `SELECT now() + interval '1 hour' + random() * interval '60 days' AS due FROM generate_series(1, ${PENDING})`,
    ),
  );
};

const measuredAt = (point: string, late: ReadonlyMap<Side, readonly number[][]>): Measured[] => {
  const of = POINTS[point] ?? median;
  const samplesOf = (side: Side | undefined): number[] =>
    side === undefined ? [] : (late.get(side) ?? []).map(of);
  const [first] = SIDES;
  const beside = samplesOf(first);
  return SIDES.map((side) => {
    const samples = samplesOf(side);
    const kept = Math.max(...samples) <= PROMISE_MS;
    return {
      what: `${side.what}, ${point}`,
      unit: 'ms',
      samples,
      ...(side === first ? {} : { ratio: { value: medianRatio(samples, beside), to: 'pg-boss' } }),
      ...(side.promised && point === PROMISED_POINT
        ? { promise: { words: `<= ${PROMISE_MS} ms`, kept } }
        : {}),
    };
  });
};

const measure = async (say: (line: string) => void): Promise<Measured[]> => {
  await using stack = new AsyncDisposableStack();
  const cluster = await startPostgres();
  stack.defer(cluster.stop);
  const urls = new Map<Side, string>();
  for (const side of SIDES) {
    const url = await cluster.createDatabase();
    const began = performance.now();
    await fill(side, url);
    say(`${side.what}: ${PENDING} pending, written in ${((performance.now() - began) / 1_000).toFixed(0)} s`);
    urls.set(side, url);
  }
  const late = new Map<Side, number[][]>(SIDES.map((side) => [side, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const side of round % 2 === 0 ? SIDES : SIDES.toReversed()) {
      const sorted = await oneMinute(side, urls.get(side) ?? '', { perSecond: PER_SECOND, seconds: SECONDS });
      late.get(side)?.push(sorted);
      const points = Object.entries(POINTS).map(([point, of]) => `${point} ${of(sorted).toFixed(0)} ms`);
      say(`round ${round + 1}: ${side.what}: ${points.join(', ')}`);
    }
  }
  return Object.keys(POINTS).flatMap((point) => measuredAt(point, late));
};

export const reminderLateness: Figure = {
  name: 'reminder-lateness',
  title: `how late, ${PER_SECOND} becoming due a second for ${SECONDS} s and ${PENDING} pending, one PostgreSQL`,
  measure,
};
