import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../set-up/postgres-place.ts';
import { selfSigned } from './smtp-certificate.ts';

export const RELAY_SECRET = 'secret that only the relay and we know';

const START_LIMIT_MS = 20_000;
const LOOK_EVERY_MS = 50;

export interface Coturn {
  port: number;
  tlsPort: number;
  secret: string;
  /** The authority of its certificate. */
  ca: string;
  stop: () => Promise<void>;
}

const listens = (port: number): Promise<boolean> =>
  new Promise((settle) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('error', () => settle(false)).once('connect', () => settle(true));
    socket.once('connect', () => socket.destroy());
  });

/**
 * Debian's coturn on the loopback, over UDP, TCP and TLS. It goes when this process goes, -9 included.
 * @param credentials how it knows people; left out, by a secret as Anteroom has it
 */
export const startCoturn = async (
  credentials?: readonly string[],
  { key, cert } = selfSigned(),
): Promise<Coturn> => {
  const [port, tlsPort, folder] = [
    await freePort(),
    await freePort(),
    mkdtempSync(join(tmpdir(), 'coturn-')),
  ];
  writeFileSync(join(folder, 'key.pem'), key, { mode: 0o600 });
  writeFileSync(join(folder, 'cert.pem'), cert);
  const child = spawn(
    'setpriv',
    [
      '--pdeathsig=KILL',
      'turnserver',
      '-n',
      '--listening-ip=127.0.0.1',
      '--relay-ip=127.0.0.1',
      `--listening-port=${port}`,
      `--tls-listening-port=${tlsPort}`,
      `--cert=${join(folder, 'cert.pem')}`,
      `--pkey=${join(folder, 'key.pem')}`,
      '--realm=clinic.test',
      '--no-dtls',
      '--no-cli',
      `--userdb=${join(folder, 'users')}`,
      '--pidfile=',
      '--log-file=/dev/null',
      ...(credentials ?? ['--use-auth-secret', `--static-auth-secret=${RELAY_SECRET}`]),
    ],
    { stdio: 'ignore' },
  );
  const ended = once(child, 'close');
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const deadline = performance.now() + START_LIMIT_MS;
  while (child.exitCode === null && performance.now() < deadline) {
    if ((await listens(port)) && (await listens(tlsPort)))
      return { port, tlsPort, secret: RELAY_SECRET, ca: cert, stop };
    await pause(LOOK_EVERY_MS);
  }
  await stop();
  throw new Error('coturn does not listen');
};
