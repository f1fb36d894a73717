import type { CallOptions } from './call.ts';
import { failureOfRenewal } from './failure.ts';

const AGAIN_MS = 2_000;

/**
 * What a page tells the clinic of its own coming and going, in order and each once. A join that the server
 * did not hear is told again for as long as it is true; a refused one is not: the visit's watch says why.
 */
export class CallReports {
  readonly #report: CallOptions['report'];
  readonly #signal: AbortSignal;
  #isIn = false;
  #last: Promise<void> = Promise.resolve();

  /** @param signal aborts when the call is over */
  constructor(report: CallOptions['report'], signal: AbortSignal) {
    this.#report = report;
    this.#signal = signal;
  }

  /** Settles when the server has answered, or will not. A departure without an arrival is not told. */
  tell(action: 'join' | 'leave'): Promise<void> {
    const isIn = action === 'join';
    if (this.#isIn !== isIn) {
      this.#isIn = isIn;
      this.#last = this.#last.then(() => this.#try(action));
    }
    return this.#last;
  }

  async #try(action: 'join' | 'leave'): Promise<void> {
    try {
      await this.#report(action);
    } catch (error) {
      const isPassing = failureOfRenewal(error) === null;
      if (!isPassing || action === 'leave' || !this.#isIn || this.#signal.aborted) return;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      if (this.#isIn && !this.#signal.aborted) await this.#try(action);
    }
  }
}
