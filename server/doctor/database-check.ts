import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseConfig } from '../config.ts';
import { Connection } from '../database/connection.ts';
import type { Database } from '../database/database.ts';
import { FolderInUse } from '../database/folder-lock.ts';
import { allMigrations } from '../database/migrate.ts';
import { openDatabase } from '../database/open-database.ts';
import { explainFailedStart } from '../explain-failed-start.ts';
import { type Check, type Finding, fault, ok, warning } from './check.ts';
import { clockDifference } from './clock-difference.ts';
import { appliedMigrations, databaseTime } from './rows.ts';

type Query = Database['query'];

const schemaOf = async (query: Query): Promise<Finding> => {
  const applied = await appliedMigrations(query);
  if (!applied) return ok('The database answers and is empty; the first start makes its tables.');
  const known = new Map(allMigrations().map(({ name, sha256 }) => [name, sha256]));
  const later = applied.filter(({ name }) => !known.has(name));
  if (later.length > 0)
    return fault(
      'The database was used by a newer version of Anteroom than this one.',
      'Start the newer version, or restore the backup that was made before it.',
    );
  if (applied.some(({ name, sha256 }) => known.get(name) !== sha256))
    return fault(
      'A migration was changed after it was applied to the database.',
      'Restore the files in server/database/migrations as they were released.',
    );
  const missing = known.size - applied.length;
  if (missing > 0)
    return warning(
      `The database answers and lacks ${missing} of this version’s ${known.size} migrations.`,
      'Start this version once: it applies them by itself.',
    );
  return ok('The database answers, and all migrations are applied.');
};

const clockOf = async (query: Query): Promise<Finding> => {
  const before = Date.now();
  const now = await databaseTime(query);
  return clockDifference(now - (before + Date.now()) / 2, 'The database’s clock', 'this machine’s');
};

/** Looked at as it is: over one connection that can't write, and without applying anything. */
const lookAtServer = async (url: string): Promise<Finding[]> => {
  const connection = await Connection.open({ url, settings: { default_transaction_read_only: 'on' } });
  try {
    return [await schemaOf(connection.query), await clockOf(connection.query)];
  } finally {
    await connection.close();
  }
};

/** Only one process may have the folder; where that is not the server, it is opened as the server would. */
const lookAtFolder = async (folder: string): Promise<Finding[]> => {
  if (!existsSync(join(folder, 'PG_VERSION')))
    return [ok(`There is no database in ${folder} yet; the first start makes it.`)];
  try {
    const db = await openDatabase({ kind: 'embedded', folder });
    try {
      return [await schemaOf(db.query)];
    } finally {
      await db.close();
    }
  } catch (error) {
    if (error instanceof FolderInUse)
      return [ok(`The server has the embedded database in ${folder} open, and that is fine.`)];
    throw error;
  }
};

/** The first line of an explanation: a stack has no place in a report. */
const inWords = (error: unknown): string => explainFailedStart(error).split('\n')[0] ?? '';

export const databaseCheck = (config: DatabaseConfig): Check => ({
  name: config.kind === 'server' ? 'Database (PostgreSQL)' : 'Database (embedded)',
  run: async () => {
    try {
      if (config.kind === 'server') return await lookAtServer(config.url);
      return config.folder ? await lookAtFolder(config.folder) : [];
    } catch (error) {
      const setting = config.kind === 'server' ? 'DATABASE_URL' : 'DATA_DIR';
      return [
        fault(
          inWords(error),
          `Anteroom can’t start before this is put right. Where it is comes from ${setting}.`,
        ),
      ];
    }
  },
});
