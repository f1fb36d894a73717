import type { JitsiTicket, VideoCallAccess } from '../../contract/video-calls.ts';
import type { CallFailure } from './call.ts';
import { failureOfRenewal } from './failure.ts';
import { ticketOf } from './ticket-of.ts';

/** So long before a token ends, a new one is fetched: room for a clinic's server that restarts meanwhile. */
const EARLY_MS = 5 * 60_000;
const AGAIN_MS = 30_000;

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
    try {
      const fresh = ticketOf(await this.#renew(), 'jitsi');
      if (fresh.roomName !== this.#ticket.roomName) return 'visit_moved';
      this.#ticket = fresh;
      return null;
    } catch (error) {
      const failure = failureOfRenewal(error);
      if (failure) return failure;
      return Date.parse(this.#ticket.expiresAt) > Date.now() ? null : 'connection_lost';
    }
  }
}
