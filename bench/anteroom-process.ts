import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../test/set-up/postgres-place.ts';

const MAIN = join(import.meta.dirname, '..', 'server', 'main.ts');
const READY_MS = 30_000;
const STOP_MS = 5_000;

export interface AnteroomProcess {
  url: string;
  port: number;
  stop: () => Promise<void>;
}

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await gone;
  clearTimeout(kill);
};

/** The server as it runs in life, in a process of its own; `nodeFlags` are for a profiler. */
export const spawnAnteroom = async (
  env: Record<string, string>,
  nodeFlags: readonly string[] = [],
): Promise<AnteroomProcess & { exited: () => boolean }> => {
  const port = await freePort();
  const child = spawn(process.execPath, [...nodeFlags, MAIN], {
    env: { PATH: process.env['PATH'] ?? '', PORT: String(port), HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    stop: () => end(child),
    exited: () => child.exitCode !== null,
  };
};

/** As `spawnAnteroom`, and answering. */
export const startAnteroom = async (
  env: Record<string, string>,
  nodeFlags: readonly string[] = [],
): Promise<AnteroomProcess> => {
  const server = await spawnAnteroom(env, nodeFlags);
  const deadline = performance.now() + READY_MS;
  for (;;) {
    if (server.exited()) throw new Error('the server ended instead of starting');
    const ready = await fetch(`${server.url}/readyz`).catch(() => null);
    if (ready?.status === 200) return server;
    if (performance.now() > deadline) throw new Error('the server did not start in time');
    await sleep(50);
  }
};
