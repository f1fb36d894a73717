import type { FastifyRequest } from 'fastify';
import type { Person } from './people/person.ts';
import { Problem } from './problem.ts';

/** Who is asking, and through which session. */
export interface SignedIn {
  person: Person;
  sessionId: string;
  /** The cookie needs a same-origin `Origin` for changes; a bearer token does not. */
  via: 'cookie' | 'bearer';
  expiresAt: Date;
}

declare module 'fastify' {
  interface FastifyRequest {
    signedIn: SignedIn | null;
  }
}

/** @throws Problem `unauthorized` */
export const signedIn = (request: FastifyRequest): SignedIn => {
  if (!request.signedIn) throw new Problem('unauthorized');
  return request.signedIn;
};
