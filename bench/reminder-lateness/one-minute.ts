import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { psql } from '../../test/set-up/postgres.ts';
import type { Side } from './side.ts';

const Ready = Type.Object({ ready: Type.Literal(true) });
const Late = Type.Object({ late: Type.Array(Type.Number()) });

/** From writing what is to become due until the first of it is. */
const LEAD_MS = 5_000;
/** A job that is this late has missed every promise. */
const LIMIT_MS = 60_000;

const startWorker = async (side: Side, url: string) => {
  const child = fork(join(import.meta.dirname, side.worker), [url], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const late: number[] = [];
  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', (message) => {
      if (Value.Check(Ready, message)) resolve();
      if (Value.Check(Late, message)) late.push(...message.late);
    });
    child.once('exit', () => reject(new Error(`${side.what}: the worker ended`)));
  });
  await ready;
  return {
    late,
    close: async () => {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
};

/**
 * A worker runs while `perSecond` jobs become due in each of so many seconds. How late each was, in milliseconds.
 * @throws when one is more than a minute late
 */
export const oneMinute = async (
  side: Side,
  url: string,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<number[]> => {
  const count = perSecond * seconds;
  await psql(url, 'VACUUM ANALYZE');
  await psql(url, 'CHECKPOINT');
  const worker = await startWorker(side, url);
  try {
    const began = Date.now() + LEAD_MS;
    await psql(
      url,
      side.insert(`
        SELECT to_timestamp(${began} / 1000.0) + (n * 1000.0 / ${perSecond}) * interval '1 ms' AS due
        FROM generate_series(0, ${count - 1}) AS n`),
    );
    const end = began + seconds * 1_000 + LIMIT_MS;
    while (worker.late.length < count && Date.now() < end) await pause(100);
    if (worker.late.length < count) {
      throw new Error(`${side.what}: ${worker.late.length} of ${count} done a minute after the last was due`);
    }
    return worker.late.sort((a, b) => a - b);
  } finally {
    await worker.close();
  }
};
