import { createHmac } from 'node:crypto';
import type { IceServer } from '../../contract/video-calls.ts';
import type { TurnConfig } from '../video-config.ts';

/**
 * Credentials for the relay, for one person and until `expiresAt`: the name is `<seconds>:<person>`, the
 * password an HMAC of it that the relay computes for itself, so nothing is shared but the secret
 * (draft-uberti-behave-turn-rest-00 §2.2; coturn's `use-auth-secret`). SHA-1 is what relays expect.
 */
const turnCredentials = (
  secret: string,
  personId: string,
  expiresAt: Date,
): { username: string; credential: string } => {
  const username = `${Math.floor(expiresAt.getTime() / 1000)}:${personId}`;
  return { username, credential: createHmac('sha1', secret).update(username).digest('base64') };
};

/** The servers that help two browsers to find each other; none where no relay is configured. */
export const iceServersFor = (turn: TurnConfig | null, personId: string, expiresAt: Date): IceServer[] => {
  if (!turn) return [];
  const stun = turn.urls.filter((url) => url.startsWith('stun:'));
  const relays = turn.urls.filter((url) => !url.startsWith('stun:'));
  return [
    ...(stun.length > 0 ? [{ urls: stun }] : []),
    ...(relays.length > 0 ? [{ urls: relays, ...turnCredentials(turn.secret, personId, expiresAt) }] : []),
  ];
};
