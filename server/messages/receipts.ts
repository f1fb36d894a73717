import type { DeliveryFault, DeliveryStatus } from '../../contract/deliveries.ts';
import type { Channel } from '../../contract/primitives.ts';
import type { RawRequest } from '../http/raw-bodies.ts';

/** What a provider tells later of a message it took. */
export interface Receipt {
  provider: string;
  providerId: string;
  /** Our own id of it, where the provider hands it back. */
  messageId: string | null;
  status: Exclude<DeliveryStatus, 'queued' | 'unknown'>;
  fault: DeliveryFault | null;
  /** When the provider says it happened; null for now. */
  at: Date | null;
}

/** What somebody wrote to our number. Its text is looked at for STOP and START alone, and not kept. */
export interface Inbound {
  provider: string;
  /** What the provider calls it; the same where it is told again. Null where it has no name. */
  providerId: string | null;
  channel: Extract<Channel, 'sms' | 'whatsapp'>;
  /** E.164. */
  from: string;
  text: string;
  /** When it was written, as the provider says; null where it does not, for now. */
  at: Date | null;
}

export interface Webhook {
  receipts: Receipt[];
  inbound: Inbound[];
}

/** Reads the webhooks of one provider. */
export interface WebhookReader {
  readonly provider: string;
  /** @returns null where the signature is not the provider's: nothing of it may be believed */
  read: (request: RawRequest) => Webhook | null;
}

/** The handshake of a subscription: what to answer, or null to refuse. */
export type Handshake = (query: Readonly<Record<string, string | undefined>>) => string | null;

/** Who speaks to our webhooks; null where the provider is not configured. */
export interface Webhooks {
  twilio: WebhookReader | null;
  whatsapp: (WebhookReader & { handshake: Handshake }) | null;
}
