import type { KeyObject } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { CallRole } from '../../../contract/signalling.ts';

const ISSUER = 'anteroom';
const AUDIENCE = 'anteroom-call';
/** No access token has this type, and this has not an access token's: neither opens the other's door. */
const TYPE = 'ticket+jwt';

/** Whom a ticket lets in, and where: one person in one session, into one room of one version of a visit. */
export interface TicketClaims {
  room: string;
  appointmentId: string;
  appointmentVersion: number;
  personId: string;
  role: CallRole;
  sessionId: string;
}

const Payload = Compile(
  Type.Object({
    sub: Type.String(),
    sid: Type.String(),
    room: Type.String(),
    apt: Type.String(),
    ver: Type.Integer(),
    role: CallRole,
  }),
);

/** Signs a ticket, good until `expiresAt`. */
export const mintTicket = (
  key: KeyObject,
  { room, appointmentId, appointmentVersion, personId, role, sessionId }: TicketClaims,
  { now, expiresAt }: { now: Date; expiresAt: Date },
): Promise<string> =>
  new SignJWT({ sid: sessionId, room, apt: appointmentId, ver: appointmentVersion, role })
    .setProtectedHeader({ alg: 'HS256', typ: TYPE })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(personId)
    .setIssuedAt(now)
    .setExpirationTime(expiresAt)
    .sign(key);

/** What a ticket says, or what is wrong with it. The algorithm and the type are pinned (RFC 8725 §3). */
export const readTicket = async (
  key: KeyObject,
  ticket: string,
  now: Date,
): Promise<TicketClaims | 'ticket_expired' | 'ticket_invalid'> => {
  try {
    const { payload } = await jwtVerify(ticket, key, {
      algorithms: ['HS256'],
      typ: TYPE,
      issuer: ISSUER,
      audience: AUDIENCE,
      currentDate: now,
      requiredClaims: ['exp', 'iat', 'sub'],
    });
    if (!Payload.Check(payload)) return 'ticket_invalid';
    const { sub, sid, room, apt, ver, role } = payload;
    return { personId: sub, sessionId: sid, room, appointmentId: apt, appointmentVersion: ver, role };
  } catch (error) {
    if (error instanceof errors.JWTExpired) return 'ticket_expired';
    if (error instanceof errors.JOSEError) return 'ticket_invalid';
    throw error;
  }
};
