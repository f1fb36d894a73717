/** Failures in a row after which a provider is left alone, and for how long, in milliseconds. */
const FAILURES = 5;
const PAUSE_MS = 30_000;

/**
 * Keeps a provider that does not answer from being asked for every message. After the pause one message
 * tries it; the others are kept from it until something came of that. Time is given, not read.
 */
export class Breaker {
  #failures = 0;
  #until = 0;

  /** Whether it may be asked at `now`; where it is being tried, only the first who asks gets a yes. */
  allows(now: number): boolean {
    if (this.#failures < FAILURES) return true;
    if (now < this.#until) return false;
    this.#until = now + PAUSE_MS;
    return true;
  }

  /** It answered, whatever it said. */
  answered(): void {
    this.#failures = 0;
  }

  failed(now: number): void {
    this.#failures += 1;
    if (this.#failures >= FAILURES) this.#until = now + PAUSE_MS;
  }
}
