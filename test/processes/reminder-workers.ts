import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const WORKER = join(import.meta.dirname, 'reminder-worker.ts');
const WRONG_CLOCK = join(import.meta.dirname, 'wrong-clock.ts');

export interface WorkerOptions {
  /** `DATABASE_URL`, or `DATA_DIR` for the embedded database. */
  database: { DATABASE_URL: string } | { DATA_DIR: string };
  providerUrl: string;
  /** The provider is waited for so long, in milliseconds. */
  patience?: number;
  /** The process's wall clock is so many milliseconds ahead. */
  clockAhead?: number;
}

/** One life of a process that sends reminders. */
export interface ReminderWorker {
  /** What the provider knows it by; no two lives have the same. */
  readonly life: string;
  /** Resolves when it looks for what is due. @throws with what it printed when it ends before */
  ready: Promise<void>;
  isReady: () => boolean;
  /** Resolves when it is gone; how far it had come, where nobody killed it. */
  ended: Promise<'killed' | 'while it started' | 'by itself'>;
  signal: (signal: NodeJS.Signals) => void;
  /** kill -9, and waits for the end. */
  kill: () => Promise<void>;
  /** What it printed beyond that it is ready: its errors. */
  errors: () => string;
}

let lives = 0;

const handleOf = (child: ChildProcess, life: string): ReminderWorker => {
  let printed = '';
  let isReady = false;
  let isKilled = false;
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  ready.catch(() => {}); // who kills it while it starts does not wait for it
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (said: string) => {
      printed += said;
      if (isReady || !printed.includes('ready\n')) return;
      isReady = true;
      resolve();
    });
  }
  const ended = once(child, 'close').then(() => {
    const how = isKilled ? 'killed' : isReady ? 'by itself' : 'while it started';
    isReady = false;
    reject(new Error(`a worker ended before it was ready; it said:\n${printed}`));
    return how;
  });
  return {
    life,
    ready,
    isReady: () => isReady,
    signal: (signal) => void child.kill(signal),
    ended,
    kill: async () => {
      isKilled = true;
      child.kill('SIGKILL');
      await ended;
    },
    errors: () => printed.replace('ready\n', ''),
  };
};

/** Starts a worker and waits for nothing. It goes when this process goes, -9 included. */
export const launchWorker = (options: WorkerOptions): ReminderWorker => {
  const { database, providerUrl, patience = 3_000, clockAhead } = options;
  lives += 1;
  const life = `life ${lives}`;
  const preload = clockAhead === undefined ? [] : ['--import', WRONG_CLOCK];
  const child = spawn('setpriv', ['--pdeathsig=KILL', process.execPath, ...preload, WORKER], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'] ?? '',
      // A worker that lives for a second must not spend all of it on being compiled.
      NODE_COMPILE_CACHE: join(tmpdir(), 'anteroom-reminder-worker-cache'),
      LIFE: life,
      PROVIDER_URL: providerUrl,
      PATIENCE_MS: String(patience),
      CLOCK_AHEAD_MS: String(clockAhead ?? 0),
      ...database,
    },
  });
  return handleOf(child, life);
};
