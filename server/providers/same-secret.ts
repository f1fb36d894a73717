import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether two secrets are the same. Digests are of one length, so comparing tells nothing of the secret's. */
export const sameSecret = (one: string, other: string): boolean => {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
};
