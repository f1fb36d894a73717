import type { Connection } from './connection.ts';
import { ConnectionOpener, type Open } from './connection-opener.ts';

/** Connections for statements that are transactions of their own, several at a time on each. */
export class SharedConnections {
  readonly #opener: ConnectionOpener;

  constructor(open: Open, most: number) {
    this.#opener = new ConnectionOpener(open, most);
  }

  /** The one with the least to do. @throws DatabaseUnavailable when there is none and none can be had */
  async pick(): Promise<Connection> {
    const least = this.#least();
    if (least === null) return this.#opener.open();
    // Nobody waits for one more: a server that has no place for it harms nobody then.
    if (least.underWay > 0 && this.#opener.hasRoom) this.#opener.open().catch(() => {});
    return least;
  }

  close(): Promise<void> {
    return this.#opener.close();
  }

  #least(): Connection | null {
    let least: Connection | null = null;
    for (const connection of this.#opener.all) {
      if (connection.isLost) continue;
      if (least === null || connection.underWay < least.underWay) least = connection;
    }
    return least;
  }
}
