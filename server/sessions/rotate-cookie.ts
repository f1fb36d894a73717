import type { Rider } from '../database/rider.ts';
import { cookieRider } from './rows.ts';
import { hashSecret, newSecret } from './secret.ts';

/**
 * A new secret for the session's cookie, as after every step-up (ASVS 7.2.4); the old one is void once the
 * statement is done that it rides on.
 */
export const rotateCookie = (sessionId: string): { secret: string; rider: Rider } => {
  const secret = newSecret();
  return { secret, rider: cookieRider(sessionId, hashSecret(secret)) };
};
