import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from './connection.ts';
import { ConnectionOpener, type Open } from './connection-opener.ts';
import { DatabaseUnavailable } from './database.ts';

/** What is under way has this long to end when all is closed, in milliseconds. */
const CLOSE_MS = 5_000;

/** Connections that one transaction at a time has to itself. */
export class LoneConnections {
  readonly #opener: ConnectionOpener;
  readonly #taken = new Set<Connection>();
  readonly #waiting: PromiseWithResolvers<Connection>[] = [];
  #isClosing = false;
  #noneTaken: (() => void) | null = null;

  constructor(open: Open, most: number) {
    this.#opener = new ConnectionOpener(open, most);
  }

  /** Runs `work` once there is one for it. @throws DatabaseUnavailable when there is none and none can be had */
  async use<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = await this.#take();
    try {
      return await work(connection);
    } finally {
      this.#taken.delete(connection);
      if (this.#taken.size === 0) this.#noneTaken?.();
      this.#offer(connection);
    }
  }

  async close(): Promise<void> {
    const allBack = Promise.withResolvers<void>();
    this.#noneTaken = allBack.resolve;
    this.#isClosing = true;
    this.#refuseWaiting(new DatabaseUnavailable('closed'));
    if (this.#taken.size > 0) await Promise.race([allBack.promise, pause(CLOSE_MS, null, { ref: false })]);
    await this.#opener.close();
  }

  async #take(): Promise<Connection> {
    if (this.#isClosing) throw new DatabaseUnavailable('closed');
    for (const connection of this.#opener.all) {
      if (connection.isLost || this.#taken.has(connection)) continue;
      this.#taken.add(connection);
      return connection;
    }
    const waiting = Promise.withResolvers<Connection>();
    this.#waiting.push(waiting);
    this.#grow();
    return waiting.promise;
  }

  #offer(connection: Connection): void {
    if (connection.isLost || this.#taken.has(connection)) return;
    const next = this.#waiting.shift();
    if (!next) return;
    this.#taken.add(connection);
    next.resolve(connection);
  }

  /** Opens one more while somebody waits; also in the place of one that was lost. */
  #grow(): void {
    if (this.#waiting.length === 0 || !this.#opener.hasRoom) return;
    this.#opener
      .open()
      .then(
        (connection) => {
          void connection.lost.then(() => this.#grow());
          this.#offer(connection);
        },
        (error: unknown) => {
          // As long as there are others, whoever waits gets one of those.
          if (this.#opener.all.size === 0) this.#refuseWaiting(error);
        },
      )
      .finally(() => this.#grow());
  }

  #refuseWaiting(error: unknown): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
