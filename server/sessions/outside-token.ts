import {
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
  type ProtectedHeaderParameters,
} from 'jose';
import type { FirebaseConfig } from '../config.ts';
import type { OutsideIdentity } from '../people/outside-person.ts';

/** What an ID token says: who, and when they signed in there, in seconds since 1970. */
export interface OutsideClaims {
  identity: OutsideIdentity;
  authTime: number;
}

const ALGORITHM = 'RS256';
const MOST_SUBJECT = 128;

/** Ways for a token to bring its own key along. None is ever followed, and no honest token here has one. */
const KEYS_IN_HEADERS = ['jku', 'jwk', 'x5u', 'x5c'] as const;

const firebaseIssuer = (projectId: string): string => `https://securetoken.google.com/${projectId}`;

const textOf = (payload: JWTPayload, name: string): string | null => {
  const value = payload[name];
  return typeof value === 'string' ? value : null;
};

const hasPassed = (seconds: unknown, now: Date): seconds is number =>
  typeof seconds === 'number' &&
  Number.isSafeInteger(seconds) &&
  seconds > 0 &&
  seconds * 1000 <= now.getTime();

const isSubject = (subject: string | undefined): subject is string =>
  subject !== undefined &&
  subject.length > 0 &&
  subject.length <= MOST_SUBJECT &&
  subject.isWellFormed() &&
  !/\p{Cc}/u.test(subject);

/** The issuer leaves `typ` out or says JWT; any other says that this is some other kind of token. */
const isIdToken = ({ typ, kid, ...header }: ProtectedHeaderParameters): boolean =>
  typeof kid === 'string' &&
  (typ === undefined || (typeof typ === 'string' && typ.toUpperCase() === 'JWT')) &&
  !KEYS_IN_HEADERS.some((name) => name in header);

/** An anonymous sign-in vouches for nobody, and anybody can make as many as they like. */
const isAnonymous = ({ firebase }: JWTPayload): boolean =>
  typeof firebase === 'object' &&
  firebase !== null &&
  Reflect.get(firebase, 'sign_in_provider') === 'anonymous';

const claimsOf = (payload: JWTPayload, issuer: string, now: Date): OutsideClaims | null => {
  const { sub, iat, auth_time: authTime } = payload;
  if (!isSubject(sub) || !hasPassed(iat, now) || !hasPassed(authTime, now) || isAnonymous(payload))
    return null;
  const identity = {
    issuer,
    subject: sub,
    verifiedPhone: textOf(payload, 'phone_number'),
    verifiedEmail: payload['email_verified'] === true ? textOf(payload, 'email') : null,
    name: textOf(payload, 'name') ?? '',
  };
  return { identity, authTime };
};

/**
 * What a Firebase ID token says; null for every token that is not one of this project, whole and in time
 * (https://firebase.google.com/docs/auth/admin/verify-id-tokens). Phone numbers there are verified ones.
 * @throws OutsideKeysUnknown
 */
export const readOutsideToken = async (
  find: JWTVerifyGetKey,
  { projectId }: Pick<FirebaseConfig, 'projectId'>,
  token: string,
  now: Date,
): Promise<OutsideClaims | null> => {
  const issuer = firebaseIssuer(projectId);
  const findForIdToken: JWTVerifyGetKey = (header, jws) => {
    if (!isIdToken(header)) throw new errors.JWTInvalid('not an ID token');
    return find(header, jws);
  };
  try {
    const { payload } = await jwtVerify(token, findForIdToken, {
      algorithms: [ALGORITHM],
      issuer,
      audience: projectId,
      requiredClaims: ['sub', 'iat', 'exp', 'auth_time'],
      currentDate: now,
    });
    return payload.aud === projectId ? claimsOf(payload, issuer, now) : null;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
};
