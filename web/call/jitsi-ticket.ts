import type { JitsiTicket, VideoCallAccess } from '../../contract/video-calls.ts';
import type { CallFailure } from './call.ts';
import { failureOfRenewal } from './failure.ts';
import { ticketOf } from './ticket-of.ts';

/** So long before a token ends, a new one is fetched: room for a clinic's server that restarts meanwhile. */
const EARLY_MS = 5 * 60_000;
const AGAIN_MS = 30_000;

const UNREACHED = 'unreached';
const ANSWER_WITHIN_MS = 5_000;
const RETRY_MS = 2_000;
/** Then the old one is tried: the clinic's server may be away while its Jitsi is not. */
const TRIES = 10;

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Settles at once where the device does not say that it is on no network, and when `signal` aborts. */
const untilOnline = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (navigator.onLine !== false || signal.aborted) return resolve();
    window.addEventListener('online', () => resolve(), { once: true, signal });
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** The longest that a browser's timer holds (2^31 - 1 milliseconds). */
const LONGEST_TIMER_MS = 2_147_483_647;

/** The way back in. Jitsi looks at a token only at the door, so a fresh one is of use only for coming back. */
export class KeptTicket {
  readonly #renew: () => Promise<VideoCallAccess>;
  #ticket: JitsiTicket;

  constructor(ticket: JitsiTicket, renew: () => Promise<VideoCallAccess>) {
    this.#ticket = ticket;
    this.#renew = renew;
  }

  get current(): JitsiTicket {
    return this.#ticket;
  }

  /** Fetches a new one before the old one ends, until `signal` aborts. */
  keepFresh(signal: AbortSignal): void {
    let timer: ReturnType<typeof setTimeout>;
    const plan = (wait: number): void => {
      if (!signal.aborted) timer = setTimeout(() => void look(), Math.min(wait, LONGEST_TIMER_MS));
    };
    const untilDue = (): number => Date.parse(this.#ticket.expiresAt) - EARLY_MS - Date.now();
    const look = async (): Promise<void> => {
      if (untilDue() <= 0) await this.refresh();
      plan(Math.max(untilDue(), AGAIN_MS));
    };
    plan(Math.max(untilDue(), 0));
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  }

  /**
   * Asks the clinic for a new one. A clinic that can't be reached leaves the old one, which may still do.
   * @returns why there is no way back in; null when there may be one
   */
  async refresh(): Promise<CallFailure | null> {
    return this.#orOld(await this.#fetch());
  }

  /** As `refresh`, but waits for this device's network, and for a while for the clinic's answer. */
  async refreshOnceReached(signal: AbortSignal): Promise<CallFailure | null> {
    let tries = 0;
    for (;;) {
      await untilOnline(signal);
      const answer = await Promise.race([
        this.#fetch(),
        pause(ANSWER_WITHIN_MS).then((): typeof UNREACHED => UNREACHED),
      ]);
      tries += 1;
      if (answer !== UNREACHED || tries === TRIES || signal.aborted) return this.#orOld(answer);
      await pause(RETRY_MS);
    }
  }

  #orOld(answer: CallFailure | typeof UNREACHED | null): CallFailure | null {
    if (answer !== UNREACHED) return answer;
    return Date.parse(this.#ticket.expiresAt) > Date.now() ? null : 'connection_lost';
  }

  async #fetch(): Promise<CallFailure | typeof UNREACHED | null> {
    try {
      const fresh = ticketOf(await this.#renew(), 'jitsi');
      if (fresh.roomName !== this.#ticket.roomName) return 'visit_moved';
      this.#ticket = fresh;
      return null;
    } catch (error) {
      return failureOfRenewal(error) ?? UNREACHED;
    }
  }
}
