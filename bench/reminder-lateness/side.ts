/** A queue that holds jobs until they are due, and does them then. */
export interface Side {
  what: string;
  /**
   * Its worker, a file of this folder: `node <worker> <url>`. Says `{ ready: true }` when it looks for jobs, and then
   * `{ late: [<milliseconds>, …] }`: for each job, from when it was due until it was done.
   */
  worker: string;
  /** Makes its tables in an empty database. */
  prepare: (url: string) => Promise<void>;
  /** A statement that adds one job for each row of `due`, a SELECT with the one column `due`, a timestamptz. */
  insert: (due: string) => string;
  /** The same for jobs that are not due while the bench runs, where that is another statement. */
  insertPending?: (due: string) => string;
  /** True for ours: it is late by no more than was promised. */
  promised: boolean;
}
