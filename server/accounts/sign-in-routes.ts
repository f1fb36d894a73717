import type { FastifyReply } from 'fastify';
import { LoginWithOtp, Registered, RegisterWithOtp } from '../../contract/accounts.ts';
import { SessionOpened } from '../../contract/sessions.ts';
import type { App } from '../app-type.ts';
import { setSessionCookie } from '../sessions/cookies.ts';
import { presentSession } from '../sessions/present-session.ts';
import type { OpenedSession } from '../sessions/sign-in.ts';
import type { AccountDeps } from './account-deps.ts';
import { callerOf } from './caller-of.ts';
import { loginWithOtp } from './login-with-otp.ts';
import { OPEN_ROUTE } from './open-route.ts';
import { registerWithOtp } from './register-with-otp.ts';

/** A session for a code. */
export const signInRoutes = (app: App, deps: AccountDeps): void => {
  const answer = (reply: FastifyReply, session: OpenedSession): SessionOpened => {
    setSessionCookie(reply, deps.config, session.cookieSecret, session.expiresAt);
    return presentSession(session);
  };

  app.post(
    '/register-with-otp',
    {
      config: OPEN_ROUTE,
      schema: {
        tags: ['accounts'],
        summary: 'Make an account for the phone that a code went to, and sign in',
        security: [],
        body: RegisterWithOtp,
        response: { 201: Registered },
      },
    },
    async (request, reply) => {
      const { caller, mark } = callerOf(request, deps.config);
      const opened = answer(reply, await registerWithOtp(deps, request.body, caller));
      mark(reply);
      reply.code(201);
      return {
        ...opened,
        message: 'Registration successful',
        user: { ...opened.user, phone_verified: true as const },
      };
    },
  );

  app.post(
    '/login-with-otp',
    {
      config: OPEN_ROUTE,
      schema: {
        tags: ['accounts'],
        summary: 'Sign in with a code that went to the account’s verified phone or e-mail address',
        security: [],
        body: LoginWithOtp,
        response: { 200: SessionOpened },
      },
    },
    async (request, reply) => {
      const { caller, mark } = callerOf(request, deps.config);
      const { to, otp_code: code } = request.body;
      const opened = answer(reply, await loginWithOtp(deps, { ...caller, to, code }));
      mark(reply);
      return opened;
    },
  );
};
