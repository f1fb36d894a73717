/** What a statement may be given. JSON goes in as text (`JSON.stringify`) with a `::jsonb` cast. */
export type Value =
  | string
  | number
  | boolean
  | Date
  | Uint8Array
  | null
  | readonly string[]
  | readonly number[];

/**
 * Runs one statement. `timestamptz` comes back as Date, `int8` as number, `date` and `time` as text,
 * `bytea` as Uint8Array, `jsonb` parsed.
 * @throws DatabaseUnavailable when the database is away; the driver's error, with its SQLSTATE in
 * `code`, when it refuses the statement.
 */
type Query = <R extends object>(text: string, values?: readonly Value[]) => Promise<R[]>;

/** The inside of one transaction. A function that takes a `Tx` cannot be given the outer handle. */
export interface Tx {
  readonly inTransaction: true;
  readonly query: Query;
  /** The same as `query`, so that what only reads can be given either handle. */
  readonly read: Query;
}

/** The outer handle: every `query` is a transaction of its own. */
export interface Database {
  readonly inTransaction: false;
  readonly kind: 'embedded' | 'server';
  readonly query: Query;
  /**
   * A `query` that writes and locks nothing: it sees all that was committed before it, and never waits for
   * somebody's commit to reach the disk. For what is read at every request.
   */
  readonly read: Query;
  /**
   * Runs `work` in one READ COMMITTED transaction: committed when it returns, rolled back when it throws.
   * A deadlock's victim is run again, three times at most, so `work` must have no effect outside `tx`.
   */
  readonly tx: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  /** Calls `hear` for every NOTIFY on `channel`, also after a lost connection came back. */
  readonly listen: (channel: Channel, hear: (payload: string) => void) => Promise<Unlisten>;
  readonly close: () => Promise<void>;
}

/** What processes tell each other: the payload is an id, or nothing. */
export type Channel = 'session_ended' | 'appointment_changed' | 'call_changed' | 'reminder_due';
export type Unlisten = () => Promise<void>;

/** The database can't be reached just now; nothing is known to have been written. */
export class DatabaseUnavailable extends Error {
  constructor(cause: unknown) {
    super('the database can’t be reached', { cause });
    this.name = 'DatabaseUnavailable';
  }
}

/** SQLSTATE of a refused statement (PostgreSQL, appendix A), or null for any other failure, such as EPIPE. */
export const sqlState = (error: unknown): string | null => {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(error.code) ? error.code : null;
};

/** Text with U+0000 in it, which PostgreSQL keeps in no column. */
export const UNSTORABLE_CHARACTER = '22021';
export const UNIQUE_VIOLATION = '23505';
export const EXCLUSION_VIOLATION = '23P01';
const DEADLOCK_DETECTED = '40P01';
const SERIALIZATION_FAILURE = '40001';

const TRANSACTION_RUNS = 4;

/** Runs a transaction again when the database chose it as a deadlock's victim. */
export const runAgainAfterDeadlock = async <T>(run: () => Promise<T>): Promise<T> => {
  for (let left = TRANSACTION_RUNS - 1; ; left -= 1) {
    try {
      return await run();
    } catch (error) {
      const state = sqlState(error);
      if (left === 0 || (state !== DEADLOCK_DETECTED && state !== SERIALIZATION_FAILURE)) throw error;
    }
  }
};
