/** A queue whose worker is killed while it holds jobs. */
export interface Side {
  what: string;
  /**
   * Its worker, a file of this folder: `node <worker> <url> <manner> hold|take`. It says `{ took: <id> }` for each
   * job the moment it has it. `hold` never ends one, as before a provider that hangs; `take` ends each at once.
   */
  worker: string;
  /** What makes it differ from another side with the same worker. */
  manner: string;
  /** Fills an empty database: its tables, and `count` jobs that are due. */
  fill: (url: string, count: number) => Promise<void>;
  /** True for ours: all that was held is taken up again in time. */
  promised: boolean;
}
