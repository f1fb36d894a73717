import { AsyncLocalStorage } from 'node:async_hooks';
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { PGlite, type Transaction } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { type Database, runAgainAfterDeadlock, type Tx, type Value } from './database.ts';
import { lockFolder } from './folder-lock.ts';
import { APP_ROLE, migrate } from './migrate.ts';
import { OuterHandleGuard } from './outer-handle-guard.ts';
import { SyncedNodeFS } from './synced-node-fs.ts';

const INT8 = 20;
const DATE = 1082;
const JSON_TYPES = { json: 114, jsonb: 3802 } as const;

/** Nothing in PGlite checkpoints or vacuums by itself; without it the WAL was seen at 1.4 GB. */
const CHECKPOINT_EVERY_MS = 60_000;
const VACUUM_EVERY_MS = 15 * 60_000;

/** Everything but `-F` (no fsync), and an fsync that this file system has. */
const startParams = [
  ...PGlite.defaultStartParams.filter((param) => param !== '-F'),
  '-c',
  'wal_sync_method=fsync',
];

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const openFolder = (folder: string | null): Promise<PGlite> =>
  PGlite.create({
    ...(folder ? { fs: new SyncedNodeFS(folder) } : {}),
    extensions: { btree_gist },
    startParams,
    parsers: { [INT8]: Number, [DATE]: (text) => text },
    serializers: { [JSON_TYPES.json]: asText, [JSON_TYPES.jsonb]: asText },
  });

const rows = async <R extends object>(
  on: PGlite | Transaction,
  text: string,
  values: readonly Value[],
): Promise<R[]> => (await on.query<R>(text, [...values])).rows;

const maintain = (pg: PGlite): (() => void) => {
  const every = (ms: number, statement: string) =>
    setInterval(() => void pg.query(statement).catch(() => {}), ms);
  const timers = [every(CHECKPOINT_EVERY_MS, 'CHECKPOINT'), every(VACUUM_EVERY_MS, 'VACUUM (ANALYZE)')];
  for (const timer of timers) timer.unref();
  return () => timers.forEach(clearInterval);
};

/**
 * Opens the embedded PostgreSQL in `folder`, made if absent and private to this user; null keeps it in
 * memory. A commit is on the disk when it is acknowledged.
 * @throws FolderInUse
 */
export const openEmbeddedDatabase = async (folder: string | null): Promise<Database> => {
  if (folder && !existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (folder) chmodSync(folder, 0o700);
  const lock = folder ? await lockFolder(folder) : null;
  const pg = await openFolder(folder);
  const guard = new OuterHandleGuard();
  await migrate(
    (text, values = []) => rows(pg, text, values),
    async (script) => void (await pg.exec(script)),
  );
  await pg.exec(`SET ROLE ${APP_ROLE}`);
  const endMaintenance = maintain(pg);

  const inside = (transaction: Transaction): Tx => {
    const query: Tx['query'] = (text, values = []) => rows(transaction, text, values);
    return { inTransaction: true, query, read: query };
  };
  const query: Database['query'] = (text, values = []) => {
    guard.check();
    return rows(pg, text, values);
  };
  return {
    inTransaction: false,
    kind: 'embedded',
    query,
    read: query,
    tx: (work) => {
      guard.check();
      return runAgainAfterDeadlock(() =>
        guard.enter(() => pg.transaction((transaction) => work(inside(transaction)))),
      );
    },
    listen: async (channel, hear) => {
      // PGlite calls from inside the transaction that told; what is heard must not count as part of it.
      const unlisten = await pg.listen(channel, AsyncLocalStorage.bind(hear));
      return () => unlisten();
    },
    close: async () => {
      endMaintenance();
      await pg.close();
      await lock?.release();
    },
  };
};
