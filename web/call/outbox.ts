import type { MediaState, Signal } from '../../contract/signalling.ts';
import { MessageBudget } from './message-budget.ts';

interface Way {
  isOpen: () => boolean;
  signal: (signal: Signal) => void;
  media: (media: MediaState) => void;
}

const isAnswer = (signal: Signal): boolean => 'description' in signal && signal.description.type === 'answer';

/** Sends what the server's budget allows at once and the rest as soon as it does, signals first. */
export class Outbox {
  readonly #way: Way;
  readonly #budget = new MessageBudget(Date.now());
  #signals: Signal[] = [];
  /** Only the latest counts. */
  #media: MediaState | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(way: Way) {
    this.#way = way;
  }

  /**
   * A description begins a new search: candidates and offers of the one before that still wait are for
   * nothing. An answer that waits is kept, or the other side would wait for it.
   */
  send(signal: Signal): void {
    if ('description' in signal) this.#signals = this.#signals.filter(isAnswer);
    this.#signals.push(signal);
    this.flush();
  }

  /** Kept until the way is open. */
  tellMedia(media: MediaState): void {
    this.#media = media;
    this.flush();
  }

  flush(): void {
    if (!this.#way.isOpen()) return;
    while (this.#signals.length > 0 && this.#budget.spend(Date.now())) {
      const signal = this.#signals.shift();
      if (signal) this.#way.signal(signal);
    }
    if (this.#media && this.#signals.length === 0 && this.#budget.spend(Date.now())) {
      this.#way.media(this.#media);
      this.#media = null;
    }
    if (this.#signals.length === 0 && !this.#media) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), this.#budget.wait(Date.now()));
  }

  /** The way is gone, and with it whom the signals were for. */
  drop(): void {
    this.#signals = [];
  }

  close(): void {
    this.drop();
    clearTimeout(this.#timer);
  }
}
