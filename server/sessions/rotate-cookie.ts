import type { Tx } from '../database/database.ts';
import { updateCookieHash } from './rows.ts';
import { hashSecret, newSecret } from './secret.ts';

/** A new secret for the session's cookie, as after every step-up (ASVS 7.2.4); the old one is void. */
export const rotateCookie = async (tx: Tx, sessionId: string): Promise<string> => {
  const secret = newSecret();
  await updateCookieHash(tx, sessionId, hashSecret(secret));
  return secret;
};
