import { ICE_RESTART, waitBefore } from './back-off.ts';

/** A path that is only `disconnected` often heals by itself; the polite side gives the other the first try. */
const GRACE_MS = { polite: 2_500, impolite: 1_000 };
/** After so many restarts in vain the whole connection is made anew. */
const RESTARTS = 4;

interface IceWatchOptions {
  polite: boolean;
  /** Ask for a new path; says whether that could be asked for at all. */
  restart: () => void;
  rebuild: () => void;
}

/** Mends a media connection whose path is lost, with back-off, for as long as it is told of the loss. */
export class IceWatch {
  readonly #options: IceWatchOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;
  #state: RTCPeerConnectionState | null = null;

  constructor(options: IceWatchOptions) {
    this.#options = options;
  }

  observe(state: RTCPeerConnectionState | null): void {
    if (state === this.#state) return;
    this.#state = state;
    if (state === 'connected' || state === null) this.reset();
    else if (state === 'disconnected') this.#in(GRACE_MS[this.#options.polite ? 'polite' : 'impolite']);
    else if (state === 'failed') this.#in(this.#tries === 0 ? 0 : this.#wait());
  }

  reset(): void {
    clearTimeout(this.#timer);
    this.#tries = 0;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#state = 'closed';
  }

  #wait(): number {
    return waitBefore(ICE_RESTART, this.#tries, Math.random());
  }

  #in(wait: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#mend(), wait);
  }

  #mend(): void {
    if (this.#state === 'connected' || this.#state === 'closed' || this.#state === null) return;
    this.#tries += 1;
    if (this.#tries > RESTARTS) {
      this.#tries = 0;
      this.#options.rebuild();
    } else {
      this.#options.restart();
    }
    this.#in(this.#wait());
  }
}
