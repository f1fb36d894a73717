import type { Channel, Locale } from '../../contract/primitives.ts';

export type VerifyStart =
  | { outcome: 'sent' }
  /** Its own limits were reached. Seconds, where it says. */
  | { outcome: 'too_many'; retryAfter: number | null }
  | { outcome: 'address_invalid' }
  /** Fraud guard, or a country or number it will not serve. */
  | { outcome: 'blocked' }
  | { outcome: 'unavailable' };

export type VerifyCheck =
  | { outcome: 'approved' }
  /** Wrong, expired, spent or unknown: one answer. */
  | { outcome: 'refused' }
  | { outcome: 'too_many' }
  | { outcome: 'unavailable' };

/** An engine elsewhere that makes codes, sends them and checks them. It answers always and throws never. */
export interface VerifyEngine {
  readonly name: 'twilio-verify';
  /** @param to E.164, or an e-mail address */
  start: (to: string, channel: Channel, language: Locale, signal: AbortSignal) => Promise<VerifyStart>;
  check: (to: string, code: string, signal: AbortSignal) => Promise<VerifyCheck>;
}
