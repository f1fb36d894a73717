/** What one connection may send: 100 messages a minute and a burst of 50 for the first exchange. */
const PER_MINUTE = 100;
const BURST = 50;
const CAPACITY = PER_MINUTE + BURST;
const MINUTE_MS = 60_000;

/** A token bucket. Time is given, in milliseconds of any clock that never jumps. */
export class MessageAllowance {
  #left = CAPACITY;
  #at: number;

  constructor(at: number) {
    this.#at = at;
  }

  /** Takes one message; false where there are none left. */
  take(at: number): boolean {
    this.#left = Math.min(CAPACITY, this.#left + ((at - this.#at) * PER_MINUTE) / MINUTE_MS);
    this.#at = at;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
