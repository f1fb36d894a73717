import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../database/database.ts';
import { extendLease, removeWorker, startLease } from './worker-rows.ts';

/** Milliseconds. Whoever is killed has let go of everything when this is over; a restart resumes within 5 s. */
const LEASE_MS = 4_000;
/** Milliseconds before the end after which nothing is begun any more: a request takes its time to leave. */
const MARGIN_MS = 500;

/**
 * One process's right to what it took on. It holds as long as the process renews it; one that was stopped for
 * longer finds that it has run out by its own monotonic clock, before it does anything.
 */
export class WorkerLease {
  readonly id = uuidv7();
  readonly #db: Database;
  #until = 0;
  #term = 0;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Rises whenever the lease was lost: what was taken on in an earlier term may be somebody else's by now. */
  get term(): number {
    return this.#term;
  }

  /** @throws DatabaseUnavailable */
  async renew(): Promise<void> {
    const asked = performance.now();
    if (!(await extendLease(this.#db, this.id, LEASE_MS))) {
      this.#term += 1;
      await startLease(this.#db, this.id, LEASE_MS);
    }
    this.#until = asked + LEASE_MS - MARGIN_MS;
  }

  isHeld(term: number): boolean {
    return term === this.#term && performance.now() < this.#until;
  }

  /** Lets go of everything at once. */
  async end(): Promise<void> {
    this.#until = 0;
    await removeWorker(this.#db, this.id);
  }
}
