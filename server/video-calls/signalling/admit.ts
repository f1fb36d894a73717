import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { type Appointment, sideOf } from '../../appointments/appointment.ts';
import { findAppointment } from '../../appointments/find-appointment.ts';
import { hasGrant } from '../../appointments/grants.ts';
import { isJoinable, joinWindow } from '../../appointments/join-window.ts';
import type { Deps } from '../../deps.ts';
import { fullName } from '../../people/person.ts';
import { isOwnOrigin } from '../../sessions/authenticate.ts';
import { resolveSession } from '../../sessions/resolve-session.ts';
import type { SignedIn } from '../../signed-in.ts';
import { Refusal } from './refusal.ts';
import { readTicket, type TicketClaims } from './ticket.ts';

/** What a connection brings with it. */
export interface Handshake {
  origin: string | undefined;
  host: string | undefined;
  cookie: string | undefined;
  /** Whatever the client wrote there. */
  auth: unknown;
}

/** A connection that may come in. */
export interface Admission {
  claims: TicketClaims;
  name: string;
  /** End of the join window. */
  closesAt: Date;
}

const Auth = Compile(
  Type.Object({
    ticket: Type.String({ maxLength: 4_096 }),
    accessToken: Type.Optional(Type.String({ maxLength: 4_096 })),
  }),
);

/**
 * A browser always says where its page came from; what says nothing is no browser, so it has no cookie of
 * a person who was lured to a foreign page, and must bring a token.
 */
const assertOrigin = (deps: Deps, { origin, host }: Handshake, accessToken: string | undefined): void => {
  const allowed = origin === undefined ? accessToken !== undefined : isOwnOrigin(deps.config, origin, host);
  if (!allowed) throw new Refusal('origin_refused');
};

/** The ticket of this very session and person: one that was copied elsewhere opens nothing. */
const ticketOf = async (
  deps: Deps,
  ticket: string,
  { sessionId, person }: SignedIn,
): Promise<TicketClaims> => {
  const claims = await readTicket(deps.keys.jwt, ticket, deps.now());
  if (typeof claims === 'string') throw new Refusal(claims);
  if (claims.personId !== person.id) throw new Refusal('not_participant');
  if (claims.sessionId !== sessionId) throw new Refusal('ticket_invalid');
  return claims;
};

/** What the ticket said when it was made is judged again: the visit may have changed since. */
const assertVisit = (deps: Deps, appointment: Appointment | null, claims: TicketClaims): Appointment => {
  if (!appointment || sideOf(appointment, claims.personId) !== claims.role)
    throw new Refusal('not_participant');
  if (appointment.status === 'CANCELLED') throw new Refusal('visit_cancelled');
  if (appointment.version !== claims.appointmentVersion) throw new Refusal('visit_moved');
  const { visits } = deps.config;
  if (isJoinable(appointment, deps.now(), visits)) return appointment;
  const isOver = appointment.status !== 'CONFIRMED' || joinWindow(appointment, visits).closesAt <= deps.now();
  throw new Refusal(isOver ? 'visit_over' : 'not_joinable');
};

/** @throws Refusal */
export const admit = async (deps: Deps, handshake: Handshake): Promise<Admission> => {
  const { auth, cookie: cookieHeader } = handshake;
  if (!Auth.Check(auth)) throw new Refusal('ticket_invalid');
  assertOrigin(deps, handshake, auth.accessToken);
  const signedIn = await resolveSession(deps, { cookieHeader, accessToken: auth.accessToken });
  if (!signedIn) throw new Refusal('unauthorized');
  const claims = await ticketOf(deps, auth.ticket, signedIn);
  const appointment = assertVisit(deps, await findAppointment(deps.db, claims.appointmentId), claims);
  if (!(await hasGrant(deps.db, deps.config, { signedIn, appointment }))) throw new Refusal('otp_required');
  const { closesAt } = joinWindow(appointment, deps.config.visits);
  return { claims, name: fullName(signedIn.person), closesAt };
};
