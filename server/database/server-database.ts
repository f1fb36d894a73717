import { Connection } from './connection.ts';
import { type Database, runAgainAfterDeadlock, type Tx } from './database.ts';
import { Listener } from './listener.ts';
import { LoneConnections } from './lone-connections.ts';
import { APP_ROLE, migrate } from './migrate.ts';
import { OuterHandleGuard } from './outer-handle-guard.ts';
import { SharedConnections } from './shared-connections.ts';

const POOL_SIZE = 16;

/**
 * Statements are prepared, and a plan made while a table was small is kept while it grows: were the whole table
 * read in it, every row that comes would cost a little more, until the next ANALYZE. Compiling a plan costs more
 * than anything that is asked here.
 */
const PLANS = { enable_seqscan: 'off', jit: 'off' };

/**
 * One transaction. BEGIN is not waited for: the first statement follows it on the wire, which saves a round
 * trip for every transaction.
 */
const transact = async <T>(connection: Connection, work: (tx: Tx) => Promise<T>): Promise<T> => {
  const { query } = connection;
  try {
    const begun = query('BEGIN');
    begun.catch(() => {}); // the first statement fails with it
    const result = await work({ inTransaction: true, query, read: query });
    await begun;
    await query('COMMIT');
    return result;
  } catch (error) {
    await query('ROLLBACK').catch(() => connection.close());
    throw error;
  }
};

/** Brings the schema up to date over one connection of the login role, which owns the tables. */
const migrateServer = async (url: string): Promise<void> => {
  const connection = await Connection.open({ url, settings: {} });
  try {
    await migrate(connection.query, connection.script);
  } finally {
    await connection.close();
  }
};

/**
 * Statements that are transactions of their own share some connections, one behind the other on the wire: a
 * server process that is woken once does the work of several. Reads go over one of their own, where nothing
 * waits for a disk, so that all that are asked for in one turn leave together. Measured with
 * bench/verify-code: fewer for writes let commits wait for each other, more for reads wake more processes.
 */
const READ_CONNECTIONS = 1;
const STATEMENT_CONNECTIONS = 9;

/**
 * Connects to a PostgreSQL server (15 or newer), brings its schema up to date and then works as the role
 * that may not change the audit trail. `poolSize` connections in all, and one more to listen on.
 * @throws DatabaseUnavailable
 */
export const openServerDatabase = async (url: string, poolSize = POOL_SIZE): Promise<Database> => {
  await migrateServer(url);
  const opening = (mode = {}) => {
    const settings = { role: APP_ROLE, ...PLANS, ...mode };
    return (onNotify?: (channel: string, payload: string) => void): Promise<Connection> =>
      Connection.open({ url, settings, ...(onNotify ? { onNotify } : {}) });
  };
  const readOnly = { default_transaction_read_only: 'on' };
  const share = (most: number) => Math.max(1, Math.min(most, poolSize - 2));
  const reads = new SharedConnections(opening(readOnly), share(READ_CONNECTIONS));
  const statements = new SharedConnections(opening(), share(STATEMENT_CONNECTIONS));
  const transactions = new LoneConnections(
    opening(),
    Math.max(1, poolSize - READ_CONNECTIONS - STATEMENT_CONNECTIONS),
  );
  const listener = new Listener(opening());
  const guard = new OuterHandleGuard();
  const over =
    (connections: SharedConnections): Database['query'] =>
    async (text, values) => {
      guard.check();
      return (await connections.pick()).query(text, values);
    };
  return {
    inTransaction: false,
    kind: 'server',
    query: over(statements),
    read: over(reads),
    tx: (work) => {
      guard.check();
      return runAgainAfterDeadlock(() =>
        guard.enter(() => transactions.use((connection) => transact(connection, work))),
      );
    },
    listen: listener.listen,
    close: async () => {
      await Promise.all([reads.close(), statements.close(), transactions.close(), listener.close()]);
    },
  };
};
