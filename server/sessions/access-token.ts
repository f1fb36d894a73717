import type { KeyObject } from 'node:crypto';
import { createVerifier, TokenError } from 'fast-jwt';
import { SignJWT } from 'jose';
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

const textOf = (claims: object, name: 'sub' | 'sid'): string | null => {
  const value: unknown = Reflect.get(claims, name);
  return typeof value === 'string' ? value : null;
};

/**
 * The session that a token speaks for; null for every token that is not ours, whole and in time. Synchronous,
 * because one digest is done sooner than handed to another thread and back, and every request pays for it.
 */
export const readAccessToken = (
  key: KeyObject,
  token: string,
  now: Date,
): { sessionId: string; personId: string } | null => {
  try {
    const verify = createVerifier({
      key: key.export(),
      algorithms: ['HS256'],
      allowedIss: ISSUER,
      allowedAud: AUDIENCE,
      checkTyp: TYPE,
      requiredClaims: ['exp', 'iat', 'sub', 'sid'],
      clockTimestamp: now.getTime(),
      cache: false,
    });
    const claims: object = verify(token);
    const [sessionId, personId] = [textOf(claims, 'sid'), textOf(claims, 'sub')];
    return sessionId !== null && personId !== null ? { sessionId, personId } : null;
  } catch (error) {
    if (error instanceof TokenError) return null;
    throw error;
  }
};
