import { SignJWT } from 'jose';
import type { TwilioVideoConfig } from '../video-config.ts';

/** Seconds; what older clients are told. */
const LIFE = 7_200;
/** Seconds; the vendor takes no token that lives longer. */
const LONGEST_LIFE = 86_400;

interface Wanted {
  identity: string;
  /** The one room that it opens, by its unique name. */
  room: string;
  now: Date;
  /** It lives at least until then: with a token that ran out, a call that was cut does not find back. */
  until: Date;
}

const secondsOf = (instant: Date): number => Math.floor(instant.getTime() / 1_000);

/**
 * An access token of the vendor's kind, for one room (twilio.com/docs/iam/access-tokens). The SDK can make
 * one too, but reads the machine's clock for it.
 */
export const twilioVideoToken = async (
  { account, apiKeySid, apiKeySecret }: TwilioVideoConfig,
  { identity, room, now, until }: Wanted,
): Promise<{ token: string; expiresAt: Date }> => {
  const issuedAt = secondsOf(now);
  const remaining = Math.ceil((until.getTime() - now.getTime()) / 1_000);
  const expiry = issuedAt + Math.min(Math.max(LIFE, remaining), LONGEST_LIFE);
  const token = await new SignJWT({ grants: { identity, video: { room } } })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', cty: 'twilio-fpa;v=1' })
    .setJti(`${apiKeySid}-${issuedAt}`)
    .setIssuer(apiKeySid)
    .setSubject(account.accountSid)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiry)
    .sign(new TextEncoder().encode(apiKeySecret));
  return { token, expiresAt: new Date(expiry * 1_000) };
};
