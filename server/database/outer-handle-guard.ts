import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * A query on the outer handle inside a transaction waits for that transaction to end: for ever, on the
 * one connection of the embedded database. This makes it throw on both databases instead.
 */
export class OuterHandleGuard {
  readonly #inside = new AsyncLocalStorage<{ open: boolean }>();

  check(): void {
    if (this.#inside.getStore()?.open) {
      throw new Error('the outer database handle was used inside a transaction; pass the Tx on');
    }
  }

  async enter<T>(work: () => Promise<T>): Promise<T> {
    const state = { open: true };
    try {
      return await this.#inside.run(state, work);
    } finally {
      state.open = false;
    }
  }
}
