/** What the server allows is 100 a minute and a burst of 50; this side stays a little below. */
const BURST = 45;
const PER_SECOND = 1.5;

/** A token bucket. Time is given, not read, in milliseconds. */
export class MessageBudget {
  #tokens = BURST;
  #at: number;

  constructor(now: number) {
    this.#at = now;
  }

  #refill(now: number): void {
    this.#tokens = Math.min(BURST, this.#tokens + ((now - this.#at) / 1_000) * PER_SECOND);
    this.#at = now;
  }

  /** Takes one message out of the budget where there is one left. */
  spend(now: number): boolean {
    this.#refill(now);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** Milliseconds until the next message is allowed. */
  wait(now: number): number {
    this.#refill(now);
    return this.#tokens >= 1 ? 0 : Math.ceil(((1 - this.#tokens) / PER_SECOND) * 1_000);
  }
}
