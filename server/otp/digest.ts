import { createHmac, type Hmac } from 'node:crypto';
import type { Pepper } from '../keys.ts';

/** Lengths before values, so that no two sets of fields read the same. */
const fields = (hmac: Hmac, values: readonly string[]): Uint8Array => {
  for (const value of values) hmac.update(`${Buffer.byteLength(value)}:${value}`);
  return new Uint8Array(hmac.digest());
};

/** What is stored of a code: bound to the one challenge, purpose and subject (ASVS 11.2.4). */
export const codeDigest = (
  pepper: Pepper,
  {
    challengeId,
    purpose,
    subject,
    code,
  }: { challengeId: string; purpose: string; subject: string; code: string },
): Uint8Array => fields(createHmac('sha256', pepper.key), ['code', challengeId, purpose, subject, code]);

/** What is stored of the address a code went to, to tell that it is still the same. */
export const addressDigest = (pepper: Pepper, address: string): Uint8Array =>
  fields(createHmac('sha256', pepper.key), ['address', address]);
