import type { DeliveryFault, VisitMessageKind } from '../../contract/deliveries.ts';
import type { Channel, Locale } from '../../contract/primitives.ts';

/** What a message carries besides its words; some channels have a field or a template of their own for it. */
export type MessageBody =
  /** A one-time code; `minutes` is its life. */
  | { kind: 'code'; code: string; minutes: number }
  /** Words alone. */
  | { kind: 'notice' }
  | VisitBody;

/** News of a visit, or a reminder of it. */
export interface VisitBody {
  kind: 'visit';
  /** Which template it is where a channel has one for each kind. */
  template: VisitMessageKind;
  /** What fills the blanks of the template, in its order. */
  facts: readonly string[];
  /** What a handsome message shows apart from its words: `When`, `Saturday, 15 November, 11:00`. */
  details: readonly { label: string; value: string }[];
  /** One of our own pages, and what the button to it says. */
  url: URL;
  label: string;
  /** For `email` alone: what a calendar takes (RFC 5546). */
  invite: Invite | null;
}

/** An iTIP message in a calendar's own form (RFC 5545), with its method. */
export interface Invite {
  method: 'REQUEST' | 'CANCEL';
  /** Lines of at most 75 bytes, each ended by CRLF. */
  ics: string;
}

/** One message to one address. What it says is in memory only: it is never stored or logged. */
export interface Message {
  /** UUIDv7, as in the ledger; the provider's idempotency key where it has one. */
  id: string;
  channel: Channel;
  /** E.164, or an e-mail address for `email`. */
  to: string;
  language: Locale;
  /** For `email` alone. */
  subject: string | null;
  /** The whole of it in words, for ways that have no more than that; for `voice`, what is said. */
  text: string;
  body: MessageBody;
}

/** Faults that pass by themselves: the same provider may be asked again. */
export type PassingFault = Extract<DeliveryFault, 'rate_limited' | 'unavailable'>;

/** What a provider said of a message. */
export type Sent =
  /** Taken; `status` is how far it is. The id is what its receipts will call it. */
  | { outcome: 'accepted'; providerId: string; status: 'queued' | 'sent' }
  /** It will never be taken this way. */
  | { outcome: 'refused'; fault: Exclude<DeliveryFault, PassingFault> }
  /** Not taken, and certainly not sent. `retryAfter` is in seconds, as the provider asked. */
  | { outcome: 'unavailable'; fault: PassingFault; retryAfter: number | null }
  /** The request left and no answer came: it may or may not have been taken. */
  | { outcome: 'unknown' };

/** Whether a message whose fate is unknown was taken after all. */
export type Found =
  | { found: 'taken'; providerId: string; status: 'queued' | 'sent' }
  | { found: 'absent' }
  /** The provider has no way to tell. */
  | { found: 'untold' };

/** Carries messages. It answers for every message and throws for none; it stops at `signal`. */
export interface Messenger {
  /** The provider's name, as it stands in the ledger: `twilio`, `whatsapp`, `smtp`, `console`. */
  readonly name: string;
  /** The ways it has; a message for another is refused. */
  readonly channels: readonly Channel[];
  send: (message: Message, signal: AbortSignal) => Promise<Sent>;
  /** Asks after a message whose sending ended `unknown`. Never throws. */
  find: (message: Message, signal: AbortSignal) => Promise<Found>;
}
