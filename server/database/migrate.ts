import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Value } from './database.ts';

/** The role the app works as after start: it may not alter tables nor touch what is append-only. */
export const APP_ROLE = 'anteroom_app';

const FOLDER = join(import.meta.dirname, 'migrations');

/** Any number would do; every Anteroom process must use the same one. */
const LOCK_KEY = 5_002_001;
const LOCK_TRIES = 600;
const LOCK_WAIT_MS = 100;

type Query = <R extends object>(text: string, values?: readonly Value[]) => Promise<R[]>;
type Run = (script: string) => Promise<void>;

const LEDGER = `
  CREATE TABLE IF NOT EXISTS migrations (
    name text PRIMARY KEY,
    sha256 text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
  )`;

/** The database's schema is not one that this version can go on from. */
export class SchemaRefused extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'SchemaRefused';
  }
}

interface Migration {
  name: string;
  script: string;
  sha256: string;
}

export const allMigrations = (): Migration[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const script = readFileSync(join(FOLDER, name), 'utf8');
      return { name, script, sha256: createHash('sha256').update(script).digest('hex') };
    });

const assertUnchanged = (migrations: Migration[], applied: { name: string; sha256: string }[]): void => {
  for (const { name, sha256 } of applied) {
    const known = migrations.find((migration) => migration.name === name);
    if (!known)
      throw new SchemaRefused(
        `the database has the migration ${name}, which this version of Anteroom lacks: start a newer version`,
      );
    if (known.sha256 !== sha256)
      throw new SchemaRefused(
        `the migration ${name} was changed after it was applied; restore the file and add a new one`,
      );
  }
};

/**
 * Taken by trying, not by waiting: a statement that waits holds a snapshot open, and an index built by
 * the process ahead would wait for it.
 */
const lock = async (query: Query): Promise<void> => {
  for (let tries = 0; tries < LOCK_TRIES; tries += 1) {
    const [row] = await query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1::bigint) AS locked', [
      LOCK_KEY,
    ]);
    if (row?.locked) return;
    await setTimeout(LOCK_WAIT_MS);
  }
  throw new SchemaRefused(
    'another process has been migrating this database for a minute; look at what holds it and start again',
  );
};

/** Applies what is missing, each migration in a transaction of its own, one process at a time. */
export const migrate = async (query: Query, run: Run): Promise<void> => {
  const migrations = allMigrations();
  await lock(query);
  const applyWhole = (script: string): Promise<void> =>
    run(script).catch(async (error: unknown) => {
      await run('ROLLBACK');
      throw error;
    });
  try {
    await run(LEDGER);
    const applied = await query<{ name: string; sha256: string }>('SELECT name, sha256 FROM migrations');
    assertUnchanged(migrations, applied);
    const missing = migrations.filter(({ name }) => !applied.some((row) => row.name === name));
    for (const { name, script, sha256 } of missing) {
      await applyWhole(
        `BEGIN;\n${script}\n;INSERT INTO migrations (name, sha256) VALUES ('${name}', '${sha256}');\nCOMMIT;`,
      );
    }
  } finally {
    await query('SELECT pg_advisory_unlock($1::bigint)', [LOCK_KEY]);
  }
};

/** Names of migrations that this version has and the database lacks; empty when ready. */
export const missingMigrations = async (query: Query): Promise<string[]> => {
  const applied = await query<{ name: string }>('SELECT name FROM migrations');
  return allMigrations()
    .map(({ name }) => name)
    .filter((name) => !applied.some((row) => row.name === name));
};
