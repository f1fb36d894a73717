import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { signInAt } from '../test/processes/api-client.ts';
import { launchServer, startServer, temporaryFolder } from '../test/processes/running-server.ts';
import { type Figure, type Measured, median, medianRatio } from './figure.ts';

const ROUNDS = 7;
const BEYOND_MS = 2_000;
const LOOK_EVERY_MS = 5;
const LIMIT_MS = 60_000;

const BARE_OPEN = join(import.meta.dirname, 'start-time', 'bare-open.ts');

/** Milliseconds from `began` to the first 200. */
const untilOk = async (url: string, began: number, headers: Record<string, string> = {}): Promise<number> => {
  for (;;) {
    const answer = await fetch(url, { headers }).catch(() => null);
    await answer?.arrayBuffer();
    const took = performance.now() - began;
    if (answer?.status === 200) return took;
    if (took > LIMIT_MS) throw new Error(`${url} did not answer with 200 within ${LIMIT_MS} ms`);
    await pause(LOOK_EVERY_MS);
  }
};

const bareOpen = async (folder: string): Promise<number> => {
  const began = performance.now();
  const child = spawn(process.execPath, [BARE_OPEN, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  await once(child.stdout, 'data');
  const took = performance.now() - began;
  await ended;
  return took;
};

interface Start {
  healthz: number;
  api: number;
}

const serverStart = async (folder: string, token: string): Promise<Start> => {
  const began = performance.now();
  const server = await launchServer({ env: { DATA_DIR: folder } });
  const [healthz, api] = await Promise.all([
    untilOk(`${server.url}/healthz`, began),
    untilOk(`${server.url}/api/me`, began, { authorization: `Bearer ${token}` }),
  ]);
  await server.kill('SIGTERM');
  return { healthz, api };
};

/** A folder that a first start has filled, and somebody signed in to it. */
const lived = async (folder: string): Promise<string> => {
  const server = await startServer({ env: { DATA_DIR: folder } });
  const token = await signInAt(server.url, 'patient');
  await server.kill('SIGTERM');
  return token;
};

const row = (what: string, samples: number[], bare: number[]): Measured => {
  const beyond = median(samples.map((sample, round) => sample - (bare[round] ?? 0)));
  return {
    what: `${what} (${Math.round(beyond)} ms beyond)`,
    unit: 'ms',
    samples,
    ratio: { value: medianRatio(samples, bare), to: 'the bare open' },
    promise: { words: '< 2 s beyond', kept: beyond < BEYOND_MS },
  };
};

const measure = async (say: (line: string) => void): Promise<Measured[]> => {
  const folder = temporaryFolder();
  try {
    const token = await lived(folder.path);
    const bare: number[] = [];
    const starts: Start[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const opened = await bareOpen(folder.path);
      const start = await serverStart(folder.path, token);
      say(
        `${round === 0 ? 'warm-up' : `round ${round}`}: bare open ${opened.toFixed(0)} ms, ` +
          `/healthz ${start.healthz.toFixed(0)} ms, /api/me ${start.api.toFixed(0)} ms`,
      );
      if (round === 0) continue;
      bare.push(opened);
      starts.push(start);
    }
    return [
      { what: 'peer: node opens the folder with bare PGlite', unit: 'ms', samples: bare },
      row(
        'node server/main.ts to the first 200 of /healthz',
        starts.map(({ healthz }) => healthz),
        bare,
      ),
      row(
        '… and of /api/me',
        starts.map(({ api }) => api),
        bare,
      ),
    ];
  } finally {
    folder.remove();
  }
};

export const startTime: Figure = {
  name: 'start-time',
  title: 'start on an embedded database that exists',
  measure,
};
