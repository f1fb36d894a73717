import type { CallOptions } from './call.ts';
import { failureOfRenewal } from './failure.ts';

const AGAIN_MS = 2_000;
/** Another page of the same person that leaves takes this one along in the record, but not for long. */
const REMIND_MS = 45_000;

type Answer = 'taken' | 'refused' | 'unheard';

/**
 * What a page tells the clinic of its own coming and going, in order. A join that the server did not hear is
 * told again for as long as it is true; a refused one is not, until it is asked for.
 */
export class CallReports {
  readonly #report: CallOptions['report'];
  readonly #signal: AbortSignal;
  #isIn = false;
  #last: Promise<unknown> = Promise.resolve();
  #again: Promise<boolean> | null = null;
  #reminder: ReturnType<typeof setInterval> | undefined;

  /** @param signal aborts when the call is over */
  constructor(report: CallOptions['report'], signal: AbortSignal) {
    this.#report = report;
    this.#signal = signal;
    signal.addEventListener('abort', () => clearInterval(this.#reminder), { once: true });
  }

  /** Settles when the server has answered, or will not. A departure without an arrival is not told. */
  async tell(action: 'join' | 'leave'): Promise<void> {
    const isIn = action === 'join';
    if (this.#isIn !== isIn) {
      this.#isIn = isIn;
      clearInterval(this.#reminder);
      if (isIn && !this.#signal.aborted) this.#remind();
      this.#last = this.#last.then(() => this.#try(action));
    }
    await this.#last;
  }

  /** Says once more that this side is in, where that is so. @returns false when the server refuses */
  again(): Promise<boolean> {
    if (!this.#isIn) return Promise.resolve(true);
    this.#again ??= this.#last
      .then(() => (this.#isIn ? this.#send('join') : 'taken'))
      .then((answer) => answer !== 'refused')
      .finally(() => {
        this.#again = null;
      });
    this.#last = this.#again;
    return this.#again;
  }

  #remind(): void {
    this.#reminder = setInterval(
      () => void this.again().then((isTaken) => isTaken || clearInterval(this.#reminder)),
      REMIND_MS,
    );
  }

  async #send(action: 'join' | 'leave'): Promise<Answer> {
    try {
      await this.#report(action);
      return 'taken';
    } catch (error) {
      return failureOfRenewal(error) === null ? 'unheard' : 'refused';
    }
  }

  async #try(action: 'join' | 'leave'): Promise<void> {
    const answer = await this.#send(action);
    if (answer === 'refused') clearInterval(this.#reminder);
    if (answer !== 'unheard' || action === 'leave' || !this.#isIn || this.#signal.aborted) return;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    if (this.#isIn && !this.#signal.aborted) await this.#try(action);
  }
}
