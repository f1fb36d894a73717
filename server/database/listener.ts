import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from './connection.ts';
import type { Database } from './database.ts';

type Hear = (payload: string) => void;
type Open = (onNotify: (channel: string, payload: string) => void) => Promise<Connection>;

/** After a loss the next attempt to listen again follows so long after the last, in milliseconds. */
const AGAIN_MS = 250;

/** Hears what is told over one connection of its own, and over its successor when that is lost. */
export class Listener {
  readonly #open: Open;
  readonly #ears = new Map<string, Set<Hear>>();
  #connection: Promise<Connection> | null = null;
  #closed = false;

  constructor(open: Open) {
    this.#open = open;
  }

  readonly listen: Database['listen'] = async (channel, hear) => {
    const ears = this.#ears.get(channel) ?? new Set();
    this.#ears.set(channel, ears.add(hear));
    const unlisten = async () => {
      ears.delete(hear);
    };
    try {
      await (await this.#connected()).query(`LISTEN ${channel}`);
    } catch (error) {
      await unlisten();
      throw error;
    }
    return unlisten;
  };

  async close(): Promise<void> {
    this.#closed = true;
    await (await this.#connection?.catch(() => null))?.close();
  }

  #connected(): Promise<Connection> {
    this.#connection ??= this.#connect().catch((error: unknown) => {
      this.#connection = null;
      throw error;
    });
    return this.#connection;
  }

  async #connect(): Promise<Connection> {
    const connection = await this.#open((channel, payload) => {
      for (const hear of this.#ears.get(channel) ?? []) hear(payload);
    });
    void connection.lost.then(() => this.#again());
    return connection;
  }

  async #again(): Promise<void> {
    this.#connection = null;
    while (!this.#closed) {
      try {
        const connection = await this.#connected();
        for (const channel of this.#ears.keys()) await connection.query(`LISTEN ${channel}`);
        return;
      } catch {
        await pause(AGAIN_MS);
      }
    }
  }
}
