import type { ExternalMessage, ExternalOtpSent } from '../../contract/external.ts';

/** Ways that another system's codes go. */
export type ExternalChannel = 'sms' | 'whatsapp';

export interface CodeToSend {
  channel: ExternalChannel;
  /** As the other system writes it. */
  toPhone: string;
  /** Its own code; null asks for one of ours. */
  otp: string | null;
}

export interface CodeToCheck {
  toPhone: string;
  otp: string;
}

/**
 * Codes for other systems: sent for real, or pretended in mock mode. `keyId` is the service key that asks; empty
 * where none is needed.
 */
export interface ExternalCodes {
  /** @throws Problem `phone_invalid`, `country_refused`, `not_configured`, `too_many_requests`, `otp_locked`, `otp_off`, `send_failed` */
  send: (keyId: string, asked: CodeToSend) => Promise<ExternalOtpSent>;
  /** @returns the number in E.164. @throws Problem `phone_invalid`, `otp_invalid`, `otp_locked`, `otp_off` */
  verify: (keyId: string, asked: CodeToCheck) => Promise<string>;
  /** @throws Problem `not_found` */
  message: (id: string) => Promise<ExternalMessage['data']>;
}

/** Minutes that a code of these routes lives, whatever the clinic's own codes do. */
export const EXTERNAL_MINUTES = 5;
