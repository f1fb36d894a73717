import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../set-up/postgres-place.ts';
import { AUTH_DOMAIN, type OperatorSettings, prosodyConfiguration } from './prosody-configuration.ts';

const START_LIMIT_MS = 20_000;
const STOP_LIMIT_MS = 5_000;
const LOOK_EVERY_MS = 20;
const FOCUS_PASSWORD = 'focus-of-the-test';

/** Debian has libraries that Jitsi's plugins need for older Luas only; they are the same text. */
const LUA_PATH = '/usr/share/lua/5.2/?.lua;;';

export interface RunningProsody {
  /** Of its own HTTP server: BOSH, WebSocket and what modules add. */
  url: URL;
  /** As Jicofo signs in; it alone makes rooms. */
  focus: { name: string; password: string };
  printed: () => string;
  stop: () => Promise<void>;
}

const answers = (url: URL): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(1_000) }).then(
    async (answer) => {
      await answer.arrayBuffer();
      return true;
    },
    () => false,
  );

const isAlive = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

const stopOf = (child: ChildProcess, folder: string) => {
  const ended = once(child, 'close');
  return async (): Promise<void> => {
    const insist = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    if (isAlive(child)) child.kill('SIGTERM');
    await ended;
    clearTimeout(insist);
    rmSync(folder, { recursive: true, force: true });
  };
};

/**
 * Debian's Prosody with the configuration that is shipped. It goes when this process goes, -9 included.
 * @throws with what it printed when it does not answer in time
 */
export const startProsody = async (
  settings: OperatorSettings,
  plugins: string | null,
): Promise<RunningProsody> => {
  const folder = mkdtempSync(join(tmpdir(), 'anteroom-prosody-'));
  const port = await freePort();
  const file = join(folder, 'prosody.cfg.lua');
  writeFileSync(file, prosodyConfiguration(settings, { folder, port, plugins }));
  const options = { cwd: folder, env: { PATH: process.env['PATH'] ?? '', LUA_PATH } };
  try {
    execFileSync('prosodyctl', ['--config', file, 'register', 'focus', AUTH_DOMAIN, FOCUS_PASSWORD], options);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  const child = spawn('setpriv', ['--pdeathsig=KILL', 'prosody', '-F', '--config', file], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  const stop = stopOf(child, folder);
  const url = new URL(`http://127.0.0.1:${port}/`);
  const deadline = performance.now() + START_LIMIT_MS;
  while (isAlive(child) && performance.now() < deadline) {
    if (await answers(url))
      return { url, focus: { name: 'focus', password: FOCUS_PASSWORD }, printed: () => printed, stop };
    await pause(LOOK_EVERY_MS);
  }
  await stop();
  throw new Error(`Prosody does not answer; it said:\n${printed}`);
};
