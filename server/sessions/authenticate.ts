import type { FastifyRequest } from 'fastify';
import type { App } from '../app-type.ts';
import type { Config } from '../config.ts';
import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';
import { bearerToken } from './bearer-token.ts';
import { resolveSession } from './resolve-session.ts';

const CHANGES = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * A client says so of what it asks by itself while nobody is there. Such a request is no use of its session: the
 * header can make a session shorter, never longer, so nothing is trusted to whoever sends it or leaves it out.
 */
const isUnattended = (request: FastifyRequest): boolean => request.headers['x-anteroom-unattended'] === '1';

/**
 * Whether an `Origin` is the clinic's own: PUBLIC_URL's, and outside production also the address that the
 * request itself was sent to, so that a first look needs no configuration.
 */
export const isOwnOrigin = (config: Config, origin: string, host: string | undefined): boolean => {
  if (origin === config.publicUrl.origin) return true;
  return (
    !config.production && host !== undefined && (origin === `http://${host}` || origin === `https://${host}`)
  );
};

/** A browser states its `Origin` with every change; one that is foreign, or a cookie without one, is refused. */
const assertSameOrigin = (request: FastifyRequest, config: Config, byCookie: boolean): void => {
  if (!CHANGES.has(request.method)) return;
  const { origin, host } = request.headers;
  if (origin === undefined ? byCookie : !isOwnOrigin(config, origin, host))
    throw new Problem('origin_refused');
};

/** Resolves who is asking, once for each request that reaches a route which asks. */
export const authenticate = (app: App, deps: Deps): void => {
  app.decorateRequest('signedIn', null);
  app.addHook('preValidation', async (request) => {
    const { anonymous, fromOwnPages } = request.routeOptions.config;
    if (fromOwnPages) assertSameOrigin(request, deps.config, false);
    if (anonymous === true) return;
    const accessToken = bearerToken(request);
    request.signedIn = await resolveSession(deps, {
      cookieHeader: request.headers.cookie,
      accessToken,
      isUnattended: isUnattended(request),
    });
    if (!request.signedIn && anonymous === 'too') return;
    if (!request.signedIn) throw new Problem('unauthorized');
    if (accessToken === undefined) assertSameOrigin(request, deps.config, true);
  });
};

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Open to everybody, `too` to whoever is signed in as themselves; every other route needs a signed-in person. */
    anonymous?: boolean | 'too';
    /** Anonymous, yet a foreign page must not call it: it sets or reads the cookie. */
    fromOwnPages?: boolean;
  }
}
