import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

export interface ClusterPlace {
  /** Where initdb, postgres and psql are. */
  binaries: string;
  /** Who must run the server: an unprivileged user when we are root (PostgreSQL refuses root), else null. */
  owner: { uid: number; gid: number } | null;
}

const DEBIAN_VERSIONS = '/usr/lib/postgresql';

/** @throws with what to install when there is no PostgreSQL server on this machine */
export function postgresPlace(): ClusterPlace {
  return { binaries: findBinaries(), owner: process.getuid?.() === 0 ? unprivilegedUser() : null };
}

/** True when `postgresPlace` would find a server. */
export function postgresIsInstalled(): boolean {
  return candidates().length > 0;
}

function candidates(): string[] {
  const debian = existsSync(DEBIAN_VERSIONS)
    ? readdirSync(DEBIAN_VERSIONS)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(DEBIAN_VERSIONS, version, 'bin'))
    : [];
  const elsewhere = (process.env['PATH'] ?? '').split(':');
  return [...debian, ...elsewhere].filter(
    (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  );
}

function findBinaries(): string {
  const [newest] = candidates();
  if (newest === undefined) {
    throw new Error('PostgreSQL is not installed. On Debian: apt-get install postgresql');
  }
  return newest;
}

function unprivilegedUser(): { uid: number; gid: number } {
  for (const wanted of ['postgres', 'nobody']) {
    for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
      const [name, , uid, gid] = line.split(':');
      if (name === wanted && uid !== undefined && gid !== undefined)
        return { uid: Number(uid), gid: Number(gid) };
    }
  }
  throw new Error('PostgreSQL refuses to run as root, and there is no user "postgres" to run it as.');
}

/** The command line that runs `program` as the cluster's owner and lets it end when this process dies. */
export function asOwner(place: ClusterPlace, program: string, args: string[]): [string, string[]] {
  const { owner } = place;
  const identity = owner === null ? [] : [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'];
  // QUIT is PostgreSQL's "immediate shutdown": it takes its own children with it.
  return ['setpriv', [...identity, '--pdeathsig=QUIT', join(place.binaries, program), ...args]];
}

/** Runs one of PostgreSQL's programs to its end; what it printed. @throws with what it said when it fails */
export function run(place: ClusterPlace, program: string, args: string[], input = ''): Promise<string> {
  const [command, commandArgs] = asOwner(place, program, args);
  return new Promise((resolve, reject) => {
    const child = spawn(command, commandArgs, { cwd: '/', stdio: ['pipe', 'pipe', 'pipe'] });
    let printed = '';
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(printed);
      else reject(new Error(`${program} failed (${code}): ${said.trim()}`));
    });
    // A program that fails at once closes its input before we have written; its own words are the better error.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** A port of the loopback that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('no free port'));
      });
    });
  });
}
