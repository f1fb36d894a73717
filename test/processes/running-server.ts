import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../set-up/postgres-place.ts';

const MAIN = join(import.meta.dirname, '../../server/main.ts');
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 20_000;
const LOOK_EVERY_MS = 20;

export interface ServerOptions {
  /** What the process is told; nothing of this process's own settings reaches it. */
  env: Record<string, string>;
  /** A free one unless given. */
  port?: number;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A process of the product, with whatever became of it. */
export interface ServerProcess {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** All that it has printed so far. */
  output: () => string;
  /** Sends the signal and waits for the end. */
  kill: (signal: NodeJS.Signals) => Promise<Exit>;
  /** Sends the signal and does not wait. */
  signal: (signal: NodeJS.Signals) => void;
  /** Resolves when it has ended. */
  ended: Promise<Exit>;
  isAlive: () => boolean;
}

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
    async (answer) => {
      await answer.arrayBuffer();
      return answer.ok;
    },
    () => false,
  );

const handleOf = (child: ChildProcess, port: number): ServerProcess => {
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  // `close` and not `exit`: by then everything that it printed has arrived.
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, signal: child.signalCode }));
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    pid: child.pid ?? 0,
    output: () => printed,
    ended,
    isAlive,
    signal: (signal) => void child.kill(signal),
    kill: async (signal) => {
      if (isAlive()) child.kill(signal);
      const insist = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
      const exit = await ended;
      clearTimeout(insist);
      return exit;
    },
  };
};

/** Starts the server as an operator does, and waits for nothing. It goes when this process goes, -9 included. */
export const launchServer = async ({ env, port: given }: ServerOptions): Promise<ServerProcess> => {
  const port = given ?? (await freePort());
  const child = spawn('setpriv', ['--pdeathsig=KILL', process.execPath, MAIN], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', PORT: String(port), ...env },
  });
  return handleOf(child, port);
};

/** @throws with what it printed when it ends, or is not ready in a minute */
export const untilReady = async (server: ServerProcess): Promise<void> => {
  const deadline = performance.now() + START_LIMIT_MS;
  while (server.isAlive() && performance.now() < deadline) {
    if (await isReady(server.url)) return;
    await pause(LOOK_EVERY_MS);
  }
  const state = server.isAlive() ? 'is not ready' : 'ended before it was ready';
  await server.kill('SIGKILL');
  throw new Error(`the server ${state}; it said:\n${server.output()}`);
};

/** Starts the server and returns once it is ready. @throws with what it printed when it does not become so */
export const startServer = async (options: ServerOptions): Promise<ServerProcess> => {
  const server = await launchServer(options);
  await untilReady(server);
  return server;
};

/** Starts the server where it is expected to end by itself; how it ended and what it said. */
export const runServer = async (options: ServerOptions): Promise<Exit & { output: string }> => {
  const server = await launchServer(options);
  const giveUp = setTimeout(() => server.signal('SIGKILL'), START_LIMIT_MS);
  const exit = await server.ended;
  clearTimeout(giveUp);
  return { ...exit, output: server.output() };
};

/** An empty folder of a test's own. */
export const temporaryFolder = (): { path: string; remove: () => void } => {
  const path = mkdtempSync(join(tmpdir(), 'anteroom-process-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};
