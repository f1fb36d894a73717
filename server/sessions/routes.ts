import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { RefreshSession, SessionOpened, SignIn } from '../../contract/sessions.ts';
import type { App } from '../app-type.ts';
import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';
import { signedIn } from '../signed-in.ts';
import { clearSessionCookie, setSessionCookie } from './cookies.ts';
import { endSession } from './end-session.ts';
import { presentSession } from './present-session.ts';
import { refreshByCookie, refreshSession } from './refresh-session.ts';
import { resolveSession } from './resolve-session.ts';
import { type OpenedSession, signIn } from './sign-in.ts';

export const sessionRoutes = (app: App, deps: Deps): void => {
  const answer = (reply: FastifyReply, session: OpenedSession): SessionOpened => {
    setSessionCookie(reply, deps.config, session.cookieSecret, session.expiresAt);
    return presentSession(session);
  };

  app.post(
    '/api/sessions',
    {
      config: { anonymous: true, fromOwnPages: true },
      schema: {
        tags: ['sessions'],
        summary: 'Sign in',
        security: [],
        body: SignIn,
        response: { 201: SessionOpened },
      },
    },
    async (request, reply) => {
      const session = await signIn(deps, { ...request.body, address: request.ip });
      reply.code(201);
      return answer(reply, session);
    },
  );

  app.post(
    '/api/sessions/refresh',
    {
      config: { anonymous: true, fromOwnPages: true },
      schema: {
        tags: ['sessions'],
        summary: 'A new access token for a refresh token, or for the cookie',
        security: [],
        body: RefreshSession,
        response: { 200: SessionOpened },
      },
    },
    async (request, reply) => {
      const { refresh_token: refreshToken } = request.body;
      if (refreshToken !== undefined) return presentSession(await refreshSession(deps, refreshToken));
      if (request.headers.origin === undefined) throw new Problem('refresh_invalid');
      const current = await resolveSession(deps, { cookieHeader: request.headers.cookie });
      if (!current) throw new Problem('refresh_invalid');
      return answer(reply, await refreshByCookie(deps, current));
    },
  );

  app.delete(
    '/api/sessions/current',
    { schema: { tags: ['sessions'], summary: 'Sign out', response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { sessionId, person } = signedIn(request);
      await endSession(deps, sessionId, person.id);
      clearSessionCookie(reply, deps.config);
      reply.code(204);
      return null;
    },
  );
};
