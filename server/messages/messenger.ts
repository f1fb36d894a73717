import type { Channel } from '../../contract/primitives.ts';

/** One message to one address. What it says is in memory only: it is never stored or logged. */
export interface Message {
  /** UUIDv7; the provider's idempotency key where it has one. */
  id: string;
  channel: Channel;
  /** E.164, or an e-mail address for `email`. */
  to: string;
  subject: string | null;
  text: string;
  /** The one-time code inside `text`, where there is one: some channels carry it in a field of its own. */
  code: string | null;
}

/** What a provider said of a message. */
export type Sent =
  | { accepted: true; providerId: string }
  | { accepted: false; reason: 'refused' | 'unavailable' };

/** Carries messages. It answers for every message and throws for none; it stops at `signal`. */
export interface Messenger {
  readonly name: string;
  /** The ways it has; a message for another is refused. */
  readonly channels: readonly Channel[];
  send: (message: Message, signal: AbortSignal) => Promise<Sent>;
}
