import { type ConnectOptions, connect, type Room } from 'twilio-video';
import type { TwilioTicket } from '../../contract/video-calls.ts';
import { askUntilAnswered } from './ask-until-answered.ts';
import type { CallFailure } from './call.ts';
import { failureOfRenewal } from './failure.ts';
import type { LocalMediaState } from './local-media-state.ts';
import {
  failureAfterTries,
  remedyOfTwilio,
  TRIES,
  type TwilioTrouble,
  twilioCodeOf,
  waitFor,
} from './twilio-failures.ts';
import { TwilioOwnTracks } from './twilio-own-tracks.ts';
import type { Slot } from './twilio-wanted.ts';

/**
 * For two people of whom one may have a cheap phone. `auto` sends only as many layers of the picture as
 * somebody takes. The SDK would switch off what is in no element of its own: ours shows the streams itself.
 */
const optionsFor = (ticket: TwilioTicket, own: TwilioOwnTracks): ConnectOptions => ({
  name: ticket.roomName,
  tracks: own.initial,
  dominantSpeaker: true,
  preferredVideoCodecs: 'auto',
  bandwidthProfile: {
    video: {
      mode: 'collaboration',
      clientTrackSwitchOffControl: 'manual',
      contentPreferencesMode: 'manual',
      // There is no other picture to give up this one for; it gets coarser instead of standing still.
      trackSwitchOffMode: 'disabled',
    },
  },
  // What happens in a visit is nobody else's; it would also open a socket more.
  insights: false,
  // It would write into the console who is in which room.
  logLevel: 'off',
});

export interface TwilioLinkEvents {
  joined: (room: Room) => void;
  /** The room is lost, and it is tried again; `attempts` in a row so far. */
  down: (attempts: number) => void;
  refused: (failure: CallFailure) => void;
  /** Twilio does not take this from us, though we are in. */
  unsent: (slot: Slot) => void;
  /** Somebody closed the room, or put us out of it. */
  closed: () => void;
}

interface LinkOptions {
  ticket: TwilioTicket;
  media: () => LocalMediaState;
  /** @throws ApiProblem */
  renew: () => Promise<TwilioTicket>;
  on: TwilioLinkEvents;
}

/** One person's place in one room at Twilio: taken, and taken again with a fresh ticket when it is lost. */
export class TwilioLink {
  readonly #options: LinkOptions;
  readonly #ended = new AbortController();
  readonly #tries: Record<TwilioTrouble, number> = { token: 0, clock: 0, link: 0, media: 0 };
  #own: TwilioOwnTracks | null = null;
  #wasIn = false;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  connect(): void {
    void this.#open(this.#options.ticket);
  }

  mediaChanged(): void {
    this.#own?.follow(this.#options.media());
  }

  /** Picture and sound came through: what may go wrong with them from now on is another matter. */
  stood(): void {
    this.#tries.media = 0;
  }

  close(): void {
    this.#ended.abort();
    this.#own?.close();
  }

  async #open(ticket: TwilioTicket): Promise<void> {
    const { signal } = this.#ended;
    const own = new TwilioOwnTracks(this.#options.media(), this.#options.on.unsent);
    this.#own = own;
    try {
      const joining = connect(ticket.token, optionsFor(ticket, own));
      signal.addEventListener('abort', () => joining.cancel(), { once: true });
      const room = await joining;
      if (signal.aborted) return void room.disconnect();
      this.#joined(room, own);
    } catch (error) {
      this.#letGo(own);
      if (!signal.aborted) this.#lost(twilioCodeOf(error));
    }
  }

  #joined(room: Room, own: TwilioOwnTracks): void {
    this.#wasIn = true;
    this.#tries.link = 0;
    this.#tries.token = 0;
    this.#tries.clock = 0;
    own.attach(room.localParticipant);
    own.follow(this.#options.media());
    this.#ended.signal.addEventListener('abort', () => room.disconnect(), { once: true });
    room.once('disconnected', (_room: Room, error?: Error) => {
      this.#letGo(own);
      if (!this.#ended.signal.aborted) this.#lost(error ? twilioCodeOf(error) : null);
    });
    this.#options.on.joined(room);
  }

  /** Between two rooms nothing is sent, and no copy of a camera may keep it open. */
  #letGo(own: TwilioOwnTracks): void {
    own.close();
    if (this.#own === own) this.#own = null;
  }

  #lost(code: number | null): void {
    const remedy = remedyOfTwilio(code);
    if (remedy.way === 'end') this.#options.on.refused(remedy.failure);
    else if (remedy.way === 'ask') this.#options.on.closed();
    else this.#retry(remedy.trouble);
  }

  #retry(trouble: TwilioTrouble): void {
    const attempt = this.#tries[trouble];
    if (attempt >= TRIES[trouble]) {
      this.#options.on.refused(failureAfterTries(trouble, this.#wasIn));
      return;
    }
    this.#tries[trouble] = attempt + 1;
    this.#options.on.down(attempt + 1);
    const wait = waitFor(trouble, attempt, Math.random());
    const timer = setTimeout(() => void this.#reopen(attempt + 1), wait);
    this.#ended.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  }

  /** A clinic that does not answer costs no try: it may be this device that is on no network. */
  async #reopen(attempts: number): Promise<void> {
    const { signal } = this.#ended;
    const { renew, on } = this.#options;
    let count = attempts;
    const unanswered = (): void => {
      count += 1;
      on.down(count);
    };
    let ticket: TwilioTicket;
    try {
      ticket = await askUntilAnswered(renew, { signal, unanswered });
    } catch (error) {
      if (!signal.aborted) on.refused(failureOfRenewal(error) ?? failureAfterTries('link', this.#wasIn));
      return;
    }
    if (!signal.aborted) await this.#open(ticket);
  }
}
