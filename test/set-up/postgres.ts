import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClusterPlace, freePort, postgresPlace, run } from './postgres-place.ts';
import { type Postmaster, startPostmaster } from './postmaster.ts';
import { afterDeath } from './watchdog.ts';

export interface PostgresOptions {
  /**
   * true (default): fsync and synchronous_commit as shipped, for tests that pull the plug.
   * false: neither, several times faster; what is committed may be lost with the machine, never with the process.
   */
  durable?: boolean;
}

export interface PostgresCluster {
  /** A superuser's URL of the database `postgres`; stays the same across `restart` and `crash`. */
  readonly url: string;
  /** A new, empty database; its URL. Without a name it gets one of its own. */
  createDatabase(name?: string): Promise<string>;
  /** Ends every connection, stops, starts again; also brings a crashed cluster back. */
  restart(): Promise<void>;
  /** kill -9 to every process of the cluster, as an out-of-memory killer or a power cut would. */
  crash(): Promise<void>;
  /** Stops it for good and removes its files. */
  stop(): Promise<void>;
}

/** $1 is the cluster's folder. The server may still be writing into it when it is removed first. */
const END_CLUSTER = `
  pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid" 2>/dev/null
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    rm -rf "$1" 2>/dev/null && exit 0
    sleep 0.3
  done`;

/**
 * A private PostgreSQL: own temporary folder, own loopback port, own password, up to 100 connections.
 * It ends with this process, however that ends.
 * @throws when PostgreSQL is not installed, with what to install
 */
export async function startPostgres({ durable = true }: PostgresOptions = {}): Promise<PostgresCluster> {
  const place = postgresPlace();
  const folder = mkdtempSync(join(tmpdir(), 'anteroom-postgres-'));
  const watchdog = afterDeath(END_CLUSTER, [folder]);
  try {
    const port = await freePort();
    const password = randomBytes(16).toString('hex');
    await initialise(place, folder, password);
    configure(folder, port, durable);
    let postmaster: Postmaster | null = await startPostmaster(place, folder);
    const url = `postgres://anteroom:${password}@127.0.0.1:${port}/postgres`;

    return {
      url,
      createDatabase: (name) => createDatabase(url, name),
      async restart() {
        await postmaster?.stop();
        postmaster = await startPostmaster(place, folder);
      },
      async crash() {
        await postmaster?.kill();
        postmaster = null;
      },
      async stop() {
        await postmaster?.stop();
        postmaster = null;
        watchdog.release();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    watchdog.release();
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function initialise(place: ClusterPlace, folder: string, password: string): Promise<void> {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  chmodSync(folder, 0o700);
  if (place.owner !== null) {
    chownSync(passwordFile, place.owner.uid, place.owner.gid);
    chownSync(folder, place.owner.uid, place.owner.gid);
  }
  await run(place, 'initdb', [
    `--pgdata=${join(folder, 'data')}`,
    '--username=anteroom',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    // The folder is new and thrown away; what is committed later is not touched by this.
    '--no-sync',
  ]);
}

function configure(folder: string, port: number, durable: boolean): void {
  const settings = [
    "listen_addresses = '127.0.0.1'",
    `port = ${port}`,
    "unix_socket_directories = ''",
    'max_connections = 100',
    'shared_buffers = 64MB',
    "log_destination = 'stderr'",
    "timezone = 'UTC'",
    ...(durable ? [] : ['fsync = off', 'synchronous_commit = off', 'full_page_writes = off']),
  ];
  writeFileSync(join(folder, 'data', 'postgresql.auto.conf'), `${settings.join('\n')}\n`);
}

/**
 * A new database in the cluster of `serverUrl` (a superuser's URL); its URL.
 * With `template` it starts as a copy of that database, to which nobody may be connected.
 */
export async function createDatabase(
  serverUrl: string,
  name = `test_${randomBytes(8).toString('hex')}`,
  template = 'template0',
): Promise<string> {
  await psql(serverUrl, `CREATE DATABASE ${quoted(name)} TEMPLATE ${quoted(template)}`);
  const url = new URL(serverUrl);
  url.pathname = `/${encodeURIComponent(name)}`;
  return url.href;
}

/** Removes the database that `url` names, and ends every connection to it. */
export async function dropDatabase(serverUrl: string, url: string): Promise<void> {
  const name = decodeURIComponent(new URL(url).pathname.slice(1));
  await psql(serverUrl, `DROP DATABASE IF EXISTS ${quoted(name)} WITH (FORCE)`);
}

const quoted = (identifier: string) => `"${identifier.replaceAll('"', '""')}"`;

/**
 * Runs `statement` at `url`; its rows as text, one a line, columns parted by `|`.
 * psql and not a driver: drivers belong to server/database, and these few statements are nobody's product.
 * @throws with PostgreSQL's message when it refuses
 */
export async function psql(url: string, statement: string): Promise<string> {
  const args = [
    '--no-psqlrc',
    '--quiet',
    '--tuples-only',
    '--no-align',
    '--set=ON_ERROR_STOP=1',
    '--file=-',
    url,
  ];
  return (await run(postgresPlace(), 'psql', args, statement)).trim();
}
