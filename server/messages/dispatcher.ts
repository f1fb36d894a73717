import type { DeliveryFault, MessageKind } from '../../contract/deliveries.ts';
import type { Channel, Locale } from '../../contract/primitives.ts';
import type { MessageBody } from './messenger.ts';
import type { CameOf, Posting } from './posting.ts';

/** The words of a message on one channel. */
export interface Words {
  /** For `email` alone. */
  subject: string | null;
  text: string;
}

/** One message that is due, and every way it may go. */
export interface Order {
  /** UUIDv7 of the first attempt's row in the ledger, where the caller needs it before; else one is made. */
  id?: string;
  kind: MessageKind;
  /** Who it is for; null where that is nobody we know. */
  personId: string | null;
  language: Locale;
  /** Ways to try, best first, and where each leads. The first is what was asked for; more are fallbacks. */
  routes: readonly [Route, ...Route[]];
  words: (channel: Channel) => Words;
  body: MessageBody;
  /** Seconds after which nobody wants it any more; null for a message that does not grow old. */
  life: number | null;
}

export interface Route {
  channel: Channel;
  /** E.164, or an e-mail address. */
  to: string;
}

/** What came of an order in the end, over whatever ways it took. */
export type Outcome =
  | { outcome: 'accepted'; id: string; channel: Channel; provider: string }
  | { outcome: 'unknown'; id: string; channel: Channel }
  | { outcome: 'failed'; id: string; channel: Channel; fault: DeliveryFault };

export interface Dispatched {
  /** The first attempt's row in the ledger. */
  id: string;
  /** Resolves when the ledger has it. @throws DatabaseUnavailable */
  recorded: Promise<void>;
  /** Resolves when no more is tried. Never rejects. */
  settled: Promise<Outcome>;
}

/**
 * Sends messages in the background: writes each to the ledger, tries again what may pass, takes the next way
 * where one is allowed, never sends after the life of a message, and never holds up who asked for it.
 */
export interface Dispatcher {
  /** The ways that anything can be sent here. */
  readonly channels: readonly Channel[];
  dispatch: (order: Order) => Dispatched;
  /** Tries a letter about a visit once. @throws DatabaseUnavailable before anything was sent */
  post: (posting: Posting) => Promise<CameOf>;
  /** Takes nothing new and waits for what is under way, a few seconds at most. */
  close: () => Promise<void>;
}
