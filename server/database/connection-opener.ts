import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from './connection.ts';
import { DatabaseUnavailable } from './database.ts';

/** So long after an attempt that failed the next one begins, in milliseconds. */
const PAUSE_MS = 100;

export type Open = () => Promise<Connection>;

/** Connections of one kind, `most` at a time, opened one after the other as they are wanted. */
export class ConnectionOpener {
  readonly #open: Open;
  readonly #most: number;
  readonly #all = new Set<Connection>();
  #opening: Promise<Connection> | null = null;
  #hasFailed = false;
  #isClosed = false;

  constructor(open: Open, most: number) {
    this.#open = open;
    this.#most = most;
  }

  /** Those that are there just now. */
  get all(): ReadonlySet<Connection> {
    return this.#all;
  }

  /** Another one can be had, and none is being opened. */
  get hasRoom(): boolean {
    return this.#opening === null && this.#all.size < this.#most && !this.#isClosed;
  }

  /** The next one; who asks while it is being opened gets the same. @throws DatabaseUnavailable */
  open(): Promise<Connection> {
    this.#opening ??= this.#openNext().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#opening?.catch(() => {});
    await Promise.all([...this.#all].map((connection) => connection.close()));
  }

  async #openNext(): Promise<Connection> {
    if (this.#isClosed) throw new DatabaseUnavailable('closed');
    if (this.#hasFailed) await pause(PAUSE_MS);
    this.#hasFailed = true;
    const connection = await this.#open();
    this.#hasFailed = false;
    this.#all.add(connection);
    void connection.lost.then(() => this.#all.delete(connection));
    return connection;
  }
}
