/** A value that can be watched; made to fit React's `useSyncExternalStore` without knowing React. */
export interface Watched<T> {
  /** @returns stops the listening */
  subscribe: (listener: () => void) => () => void;
  /** The same object until something changes. */
  getSnapshot: () => T;
}

export class Snapshot<T extends object> implements Watched<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): T => this.#value;

  /** Tells the listeners only when a field really differs. */
  set(change: Partial<T>): void {
    const next = { ...this.#value, ...change };
    const keys = Object.keys(change) as (keyof T)[];
    if (keys.every((key) => Object.is(next[key], this.#value[key]))) return;
    this.#value = next;
    for (const listener of [...this.#listeners]) listener();
  }
}
