import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { asOwner, type ClusterPlace } from './postgres-place.ts';

/** One life of a PostgreSQL server process. */
export interface Postmaster {
  /** Fast shutdown: sessions are ended, everything is written, then it exits. */
  stop(): Promise<void>;
  /** kill -9 to the server and all its processes. */
  kill(): Promise<void>;
}

const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 20_000;

/** Starts the server in `folder` and returns once it accepts connections. @throws with its log when it does not */
export async function startPostmaster(place: ClusterPlace, folder: string): Promise<Postmaster> {
  const data = join(folder, 'data');
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    const [command, args] = asOwner(place, 'postgres', ['-D', data]);
    // A group of its own: Ctrl-C goes to the tests, which then stop it in order.
    const child = spawn(command, args, { cwd: '/', detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
    let log = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-4_000);
    });
    if (await becomesReady(child, data, deadline)) return handleOf(child);
    // After a kill -9 the old children may hold the shared memory for a moment longer.
    const tryAgain = /shared memory block|still in use/.test(log) && Date.now() < deadline;
    if (!tryAgain) throw new Error(`PostgreSQL did not start: ${log.trim()}`);
    await pause(100);
  }
}

async function becomesReady(child: ChildProcess, data: string, deadline: number): Promise<boolean> {
  let failure: Error | null = null;
  child.on('error', (error) => {
    failure = error;
  });
  while (hasLife(child) && Date.now() < deadline) {
    if (failure !== null) throw failure;
    if (readyIn(data, child)) return true;
    await pause(20);
  }
  if (hasLife(child)) await end(child, 'SIGKILL');
  return false;
}

/** PostgreSQL writes its state into line 8 of postmaster.pid, and its own id into line 1. */
function readyIn(data: string, child: ChildProcess): boolean {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return false;
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines[0] === String(child.pid) && lines[7]?.trim() === 'ready';
}

const hasLife = (child: ChildProcess) => child.exitCode === null && child.signalCode === null;

function handleOf(child: ChildProcess): Postmaster {
  return {
    stop: () => end(child, 'SIGINT'),
    async kill() {
      // The server's processes open sessions of their own (setsid), so the group alone would miss them.
      const everyone = [child.pid, ...childrenOf(child.pid)];
      for (const pid of everyone) if (pid !== undefined) killIfThere(pid);
      if (hasLife(child)) await once(child, 'exit');
    },
  };
}

function childrenOf(pid: number | undefined): number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8').trim().split(/\s+/).filter(Boolean).map(Number);
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (!hasLife(child)) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  const insist = setTimeout(() => child.kill('SIGQUIT'), STOP_LIMIT_MS);
  await gone;
  clearTimeout(insist);
}
