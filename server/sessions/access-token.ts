import type { KeyObject } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { ACCESS_TOKEN_SECONDS } from './session-lifetime.ts';

const ISSUER = 'anteroom';
const AUDIENCE = 'anteroom';
/** RFC 9068 §2.1. */
const TYPE = 'at+jwt';

/** Signs an access token for a session; it says who, and opens nothing once the session has ended. */
export const mintAccessToken = (
  key: KeyObject,
  sessionId: string,
  personId: string,
  now: Date,
): Promise<string> => {
  const issued = Math.floor(now.getTime() / 1000);
  return new SignJWT({ sid: sessionId })
    .setProtectedHeader({ alg: 'HS256', typ: TYPE })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(personId)
    .setIssuedAt(issued)
    .setExpirationTime(issued + ACCESS_TOKEN_SECONDS)
    .sign(key);
};

/** The session that a token speaks for; null for every token that is not ours, whole and in time. */
export const readAccessToken = async (
  key: KeyObject,
  token: string,
  now: Date,
): Promise<{ sessionId: string; personId: string } | null> => {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience: AUDIENCE,
      typ: TYPE,
      currentDate: now,
      requiredClaims: ['exp', 'iat', 'sub', 'sid'],
    });
    const { sub, sid } = payload;
    return typeof sub === 'string' && typeof sid === 'string' ? { sessionId: sid, personId: sub } : null;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
};
