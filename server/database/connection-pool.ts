import type postgres from 'postgres';
import { DatabaseUnavailable } from './database.ts';

/** What is under way on connections that are still good has this long to end, in milliseconds. */
const RETIRE_MS = 1_000;

interface Generation {
  sql: postgres.Sql;
  /** Something was answered over it. */
  works: boolean;
  /** Ends the wait of each statement or transaction under way. */
  waiting: Set<(error: Error) => void>;
}

/**
 * The driver's pool, given up whole once it loses a connection. A connection that is cut while bytes wait to
 * be written keeps them (porsager/postgres #1133, #1154): its next life begins with half of the last
 * statement, never reaches the server and answers nobody for as long as a connect may take, time after time.
 * A new pool has only new connections.
 */
export class ConnectionPool {
  readonly #open: (onclose: () => void) => postgres.Sql;
  #current: Generation;
  #losses = 0;

  constructor(open: (onclose: () => void) => postgres.Sql) {
    this.#open = open;
    this.#current = this.#generation();
  }

  /** How many connections were lost so far; a transaction that sees the figure change is over. */
  get losses(): number {
    return this.#losses;
  }

  /**
   * Runs on the pool of this moment.
   * @throws DatabaseUnavailable when that was given up and `work` did not end in time
   */
  use<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
    const generation = this.#current;
    return new Promise<T>((resolve, reject) => {
      generation.waiting.add(reject);
      work(generation.sql).then(
        (result) => {
          generation.works = true;
          generation.waiting.delete(reject);
          resolve(result);
        },
        (error: unknown) => {
          generation.waiting.delete(reject);
          reject(error);
        },
      );
    });
  }

  async close(): Promise<void> {
    this.#current.works = false;
    await this.#current.sql.end({ timeout: 5 });
  }

  #generation(): Generation {
    const sql = this.#open(() => {
      this.#losses += 1;
      // While the server is away every attempt to reach it ends here too; those connections never lived.
      if (generation === this.#current && generation.works) this.#replace();
    });
    const generation: Generation = { sql, works: false, waiting: new Set() };
    return generation;
  }

  #replace(): void {
    const { sql, waiting } = this.#current;
    this.#current = this.#generation();
    const retire = () => {
      for (const giveUp of waiting) giveUp(new DatabaseUnavailable('connection lost'));
      void sql.end({ timeout: 0 });
    };
    setTimeout(retire, RETIRE_MS);
  }
}
