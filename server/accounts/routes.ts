import type { FastifyReply } from 'fastify';
import {
  ForgotPasswordOtp,
  LoginWithOtp,
  OtpNotVerified,
  OtpSent,
  OtpVerified,
  PasswordForgotten,
  Registered,
  RegisterWithOtp,
  SendOtp,
  VerifyOtp,
} from '../../contract/accounts.ts';
import { SessionOpened } from '../../contract/sessions.ts';
import type { App } from '../app-type.ts';
import type { Deps } from '../deps.ts';
import { documentOf } from '../http/answer-problems.ts';
import { startDispatcher } from '../messages/start-dispatcher.ts';
import { Problem } from '../problem.ts';
import { setSessionCookie } from '../sessions/cookies.ts';
import { presentSession } from '../sessions/present-session.ts';
import type { OpenedSession } from '../sessions/sign-in.ts';
import type { AccountDeps } from './account-deps.ts';
import { type AfterAnswers, afterAnswers } from './after-answers.ts';
import { askedLanguage } from './asked-language.ts';
import { callerOf } from './caller-of.ts';
import { forgotPassword } from './forgot-password.ts';
import { loginWithOtp } from './login-with-otp.ts';
import { phoneRoutes } from './phone-routes.ts';
import { registerWithOtp } from './register-with-otp.ts';
import { resetPassword } from './reset-password.ts';
import { sendOtp } from './send-otp.ts';
import { verifyMessenger } from './verify-messenger.ts';
import { verifyOtp } from './verify-otp.ts';

/** Open to everybody from our own pages and from clients that are no browsers. */
const OPEN = { anonymous: true, fromOwnPages: true } as const;
/** As unforeseeable, in milliseconds, as that a message went out at all: see `forgotPassword`. */
const RESET_SPREAD_MS = 250;

const codeRoutes = (app: App, deps: AccountDeps, { later }: AfterAnswers): void => {
  app.post(
    '/send-otp',
    {
      config: OPEN,
      schema: {
        tags: ['accounts'],
        summary: 'Send a code to a phone or an e-mail address, whether there is an account for it or not',
        security: [],
        body: SendOtp,
        response: { 200: OtpSent },
      },
    },
    async (request, reply) => {
      const { to, channel = 'sms' } = request.body;
      const language = askedLanguage(request.headers['accept-language']);
      const { caller } = callerOf(request, deps.config);
      const { sent, afterwards } = await sendOtp(deps, { ...caller, to, channel, language });
      later(reply, afterwards);
      return sent;
    },
  );

  app.post(
    '/verify-otp',
    {
      config: OPEN,
      schema: {
        tags: ['accounts'],
        summary: 'Show that an address is one’s own; the code may be used once more, to register',
        security: [],
        body: VerifyOtp,
        response: { 200: OtpVerified, 400: OtpNotVerified },
      },
    },
    async (request, reply) => {
      const { caller, mark } = callerOf(request, deps.config);
      try {
        await verifyOtp(deps, { ...caller, ...request.body });
      } catch (error) {
        if (!(error instanceof Problem && error.code === 'otp_invalid')) throw error;
        return reply
          .code(400)
          .type('application/problem+json; charset=utf-8')
          .serializer(JSON.stringify)
          .send({ ...documentOf(error), valid: false });
      }
      mark(reply);
      return { message: 'OTP verified successfully', status: 'approved' as const, valid: true as const };
    },
  );
};

const sessionCodeRoutes = (app: App, deps: AccountDeps): void => {
  const answer = (reply: FastifyReply, session: OpenedSession): SessionOpened => {
    setSessionCookie(reply, deps.config, session.cookieSecret, session.expiresAt);
    return presentSession(session);
  };

  app.post(
    '/register-with-otp',
    {
      config: OPEN,
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
      config: OPEN,
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

const passwordRoutes = (app: App, deps: AccountDeps, { later }: AfterAnswers): void => {
  app.post(
    '/forgot-password-otp',
    {
      config: OPEN,
      schema: {
        tags: ['accounts'],
        summary: 'A code for a new password, to the phone on the account; with the code, the new password',
        security: [],
        body: ForgotPasswordOtp,
        response: { 200: PasswordForgotten },
      },
    },
    async (request, reply) => {
      const { email, phone, channel = 'sms', otp_code: code, new_password: password } = request.body;
      const { caller } = callerOf(request, deps.config);
      if (code === undefined && password === undefined) {
        const step = await forgotPassword(deps, { ...caller, email, phone, channel });
        if (step.afterwards) later(reply, step.afterwards, RESET_SPREAD_MS);
        return step.forgotten;
      }
      if (code === undefined || password === undefined)
        throw new Problem('invalid_request', {
          detail: 'body: otp_code and new_password belong together.',
        });
      const { afterwards } = await resetPassword(deps, { ...caller, email, phone, code, password });
      later(reply, afterwards);
      return { message: 'Password changed. Please sign in.' };
    },
  );
};

/** Accounts by code. */
export const accountRoutes = (app: App, deps: Deps): void => {
  const codes = deps.verifyEngine
    ? startDispatcher(deps, [verifyMessenger(deps.verifyEngine)])
    : deps.dispatcher;
  const withCodes: AccountDeps = { ...deps, codes };
  const after = afterAnswers();
  app.addHook('onClose', async () => {
    after.finish();
    if (codes !== deps.dispatcher) await codes.close();
  });
  codeRoutes(app, withCodes, after);
  sessionCodeRoutes(app, withCodes);
  passwordRoutes(app, withCodes, after);
  phoneRoutes(app, deps, after);
};
