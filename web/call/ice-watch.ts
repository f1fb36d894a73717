import { ICE_RESTART, waitBefore } from './back-off.ts';

/** A path that is only `disconnected` often heals by itself. */
const GRACE_MS = 1_000;
/** A search for a path that takes longer than this is taken for lost; browsers give up after 15 s or more. */
const PATIENCE_MS = 6_000;
/** The polite side gives the other the first try, so that the two do not ask across each other. */
const POLITE_MS = 1_500;
/** After so many restarts in vain the whole connection is made anew. */
const RESTARTS = 4;

interface IceWatchOptions {
  polite: boolean;
  /** Ask for a new path; says whether that could be asked for at all. */
  restart: () => void;
  rebuild: () => void;
}

/** Mends a media connection that has no path, or has lost it, with back-off, until it is told of one. */
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
    else if (state === 'connecting') this.#in(PATIENCE_MS + this.#yield);
    else if (state === 'disconnected') this.#in(GRACE_MS + this.#yield);
    else if (state === 'failed') this.#in((this.#tries === 0 ? 0 : this.#wait()) + this.#yield);
  }

  /** The other side began a search; what this side would have asked for is under way. */
  searched(): void {
    if (this.#state === 'connecting' || this.#state === 'failed' || this.#state === 'disconnected') {
      this.#in(PATIENCE_MS + this.#yield);
    }
  }

  reset(): void {
    clearTimeout(this.#timer);
    this.#tries = 0;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#state = 'closed';
  }

  get #yield(): number {
    return this.#options.polite ? POLITE_MS : 0;
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
