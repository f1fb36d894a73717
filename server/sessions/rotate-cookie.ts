import type { Tx } from '../database/database.ts';
import type { Rider } from '../database/rider.ts';
import { cookieRider, updateCookieHash } from './rows.ts';
import { hashSecret, newSecret } from './secret.ts';

/**
 * A new secret for the session's cookie, as after every step-up (ASVS 7.2.4); the old one is void once the
 * statement is done that it rides on, or the transaction that writes it.
 */
export const rotateCookie = (
  sessionId: string,
): { secret: string; rider: Rider; write: (tx: Tx) => Promise<void> } => {
  const secret = newSecret();
  const hash = hashSecret(secret);
  return {
    secret,
    rider: cookieRider(sessionId, hash),
    write: (tx) => updateCookieHash(tx, sessionId, hash),
  };
};
