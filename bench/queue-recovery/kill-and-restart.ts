import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Side } from './side.ts';

const Took = Type.Object({ took: Type.String() });
const FIRST_LIMIT_MS = 30_000;

interface Running {
  child: ChildProcess;
  /** When each job was taken first, by the clock of this process. */
  taken: Map<string, number>;
}

const startWorker = ({ worker, manner }: Side, url: string, mode: 'hold' | 'take'): Running => {
  const child = fork(join(import.meta.dirname, worker), [url, manner, mode], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const taken = new Map<string, number>();
  child.on('message', (message) => {
    if (Value.Check(Took, message) && !taken.has(message.took)) taken.set(message.took, performance.now());
  });
  return { child, taken };
};

const kill = async ({ child }: Running): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
};

const until = async (holds: () => boolean, limitMs: number): Promise<void> => {
  const end = performance.now() + limitMs;
  while (!holds() && performance.now() < end) await pause(5);
};

/**
 * A worker takes `count` jobs, holds them for `holdMs`, is killed with -9, and another is started at once.
 * Milliseconds from that start until each job that was held is taken up again; Infinity for one that was not
 * within `limitMs`.
 */
export const killAndRestart = async (
  side: Side,
  url: string,
  { count, holdMs, limitMs }: { count: number; holdMs: number; limitMs: number },
): Promise<number[]> => {
  const first = startWorker(side, url, 'hold');
  try {
    await until(() => first.taken.size >= count, FIRST_LIMIT_MS);
    if (first.taken.size < count) throw new Error(`${side.what}: took ${first.taken.size} of ${count}`);
    await pause(holdMs);
  } finally {
    await kill(first);
  }
  const held = [...first.taken.keys()];
  const began = performance.now();
  const second = startWorker(side, url, 'take');
  try {
    await until(() => held.every((id) => second.taken.has(id)), limitMs);
  } finally {
    await kill(second);
  }
  return held.map((id) => (second.taken.get(id) ?? Number.POSITIVE_INFINITY) - began);
};
