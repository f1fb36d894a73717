import postgres from 'postgres';
import { ConnectionPool } from './connection-pool.ts';
import {
  type Database,
  DatabaseUnavailable,
  runAgainAfterDeadlock,
  sqlState,
  type Tx,
  type Value,
} from './database.ts';
import { APP_ROLE, migrate } from './migrate.ts';
import { OuterHandleGuard } from './outer-handle-guard.ts';

type Handle = postgres.Sql | postgres.ReservedSql | postgres.TransactionSql;

const POOL_SIZE = 16;
const CONNECT_TIMEOUT_S = 5;

/** Class 57 is an operator's intervention (restart, crash), 08 a lost connection, 53300 no free place. */
const isAway = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const state = sqlState(error);
  if (state !== null) return state.startsWith('57P') || state.startsWith('08') || state === '53300';
  return (
    'code' in error &&
    [
      'CONNECTION_CLOSED',
      'CONNECTION_ENDED',
      'CONNECTION_DESTROYED',
      'CONNECT_TIMEOUT',
      'ECONNREFUSED',
      'ECONNRESET',
      'EPIPE',
      'ENOENT',
      'ENOTFOUND',
      'EAI_AGAIN',
      'ETIMEDOUT',
      'EHOSTUNREACH',
    ].includes(String(error.code))
  );
};

const translated = (error: unknown): unknown => (isAway(error) ? new DatabaseUnavailable(error) : error);

const options = (max: number) => ({
  max,
  connect_timeout: CONNECT_TIMEOUT_S,
  // A connection that the driver retires by age would look like a lost one.
  max_lifetime: null,
  backoff: (tries: number) => Math.min(0.1 * 2 ** tries, 1),
  onnotice: () => {},
  types: {
    int8: { to: 20, from: [20], serialize: String, parse: Number },
    instant: {
      to: 1184,
      from: [1114, 1184],
      serialize: (at: Date | string) => (at instanceof Date ? at.toISOString() : at),
      parse: (text: string) => new Date(text),
    },
    date: { to: 1082, from: [1082], serialize: String, parse: (text: string) => text },
    json: {
      to: 3802,
      from: [114, 3802],
      serialize: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
      parse: (text: string): unknown => JSON.parse(text),
    },
  },
});

/**
 * Statements are prepared, and a plan made while a table was small is kept while it grows: were the whole table
 * read in it, every row that comes would cost a little more, until the next ANALYZE. Compiling a plan costs more
 * than anything that is asked here.
 */
const PLANS = { enable_seqscan: 'off', jit: 'off' };

const rows = async <R extends object>(sql: Handle, text: string, values: readonly Value[]): Promise<R[]> => {
  try {
    return [...(await sql.unsafe<R[]>(text, values as postgres.ParameterOrJSON<never>[], { prepare: true }))];
  } catch (error) {
    throw translated(error);
  }
};

/**
 * One transaction on a connection of its own. BEGIN is not waited for: the first statement follows it on
 * the wire, which saves a round trip for every transaction.
 *
 * The driver hands a lost connection's place to a new one, so a statement sent after the loss would run
 * outside any transaction, and a late ROLLBACK or release would hit somebody else's. Hence, once any
 * connection was lost, nothing more is sent from here: the server has rolled back, or the caller is told
 * that it may have.
 */
const transact = <T>(pool: ConnectionPool, work: (tx: Tx) => Promise<T>): Promise<T> =>
  pool.use(async (sql) => {
    const connection = await sql.reserve().catch((error: unknown) => {
      throw translated(error);
    });
    const before = pool.losses;
    const isWhole = () => pool.losses === before;
    const run: Tx['query'] = (text, values = []) =>
      isWhole() ? rows(connection, text, values) : Promise.reject(new DatabaseUnavailable('connection lost'));
    try {
      const begun = run('BEGIN');
      begun.catch(() => {}); // the first statement fails with it
      const result = await work({ inTransaction: true, query: run, read: run });
      await begun;
      await run('COMMIT');
      return result;
    } catch (error) {
      if (isWhole()) await connection.unsafe('ROLLBACK').catch(() => {});
      throw translated(error);
    } finally {
      if (isWhole()) connection.release();
    }
  });

/** Brings the schema up to date over one connection of the login role, which owns the tables. */
const migrateServer = async (url: string): Promise<void> => {
  const sql = postgres(url, options(1));
  try {
    await migrate(
      (text, values = []) => rows(sql, text, values),
      async (script) => void (await sql.unsafe(script).simple()),
    );
  } finally {
    await sql.end({ timeout: 5 });
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
  const connect = (max: number, mode: object, onclose?: () => void): postgres.Sql =>
    postgres(url, {
      ...options(Math.max(1, max)),
      connection: { application_name: 'anteroom', role: APP_ROLE, ...PLANS, ...mode },
      ...(onclose ? { onclose } : {}),
    });
  const pool = (max: number, mode = {}) => new ConnectionPool((onclose) => connect(max, mode, onclose));
  const reads = pool(Math.min(READ_CONNECTIONS, poolSize - 2), { default_transaction_read_only: true });
  const statements = pool(Math.min(STATEMENT_CONNECTIONS, poolSize - 2));
  const transactions = pool(poolSize - READ_CONNECTIONS - STATEMENT_CONNECTIONS);
  const listener = connect(1, {});
  const guard = new OuterHandleGuard();
  const over =
    (connections: ConnectionPool): Database['query'] =>
    (text, values = []) => {
      guard.check();
      return connections.use((sql) => rows(sql, text, values));
    };
  return {
    inTransaction: false,
    kind: 'server',
    query: over(statements),
    read: over(reads),
    tx: (work) => {
      guard.check();
      return runAgainAfterDeadlock(() => guard.enter(() => transact(transactions, work)));
    },
    listen: async (channel, hear) => {
      const { unlisten } = await listener.listen(channel, hear);
      return unlisten;
    },
    close: async () => {
      await Promise.all([
        reads.close(),
        statements.close(),
        transactions.close(),
        listener.end({ timeout: 5 }),
      ]);
    },
  };
};
