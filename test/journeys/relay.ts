import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const START_LIMIT_MS = 10_000;
const LOOK_EVERY_MS = 50;

export interface Relay {
  /** What it said so far. */
  printed: () => string;
  stop: () => Promise<void>;
}

const isListening = (host: string, port: number): Promise<boolean> =>
  new Promise((settle) => {
    const socket = connect({ host, port });
    socket.once('connect', () => settle(true)).once('error', () => settle(false));
    socket.once('connect', () => socket.destroy());
  });

/**
 * A coturn with time-limited credentials, as an operator would run it, but for the relaying between private
 * addresses, which the hosts of a test have. It goes when this process goes, -9 included.
 * @throws with what it printed when it does not listen in time
 */
export const startRelay = async (address: string, port: number, secret: string): Promise<Relay> => {
  const child = spawn(
    'setpriv',
    [
      '--pdeathsig=KILL',
      'turnserver',
      '-n',
      `--listening-ip=${address}`,
      `--relay-ip=${address}`,
      `--listening-port=${port}`,
      '--min-port=49160',
      '--max-port=49200',
      '--use-auth-secret',
      `--static-auth-secret=${secret}`,
      '--realm=clinic.test',
      '--no-tls',
      '--no-dtls',
      '--no-cli',
      '--pidfile=',
      '--log-file=stdout',
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  const ended = once(child, 'close');
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  const deadline = performance.now() + START_LIMIT_MS;
  while (child.exitCode === null && performance.now() < deadline) {
    if (await isListening(address, port)) return { printed: () => printed, stop };
    await pause(LOOK_EVERY_MS);
  }
  await stop();
  throw new Error(`the relay does not listen; it said:\n${printed}`);
};
