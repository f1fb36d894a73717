import { OtpNotVerified, OtpSent, OtpVerified, SendOtp, VerifyOtp } from '../../contract/accounts.ts';
import type { App } from '../app-type.ts';
import { documentOf } from '../http/answer-problems.ts';
import { Problem } from '../problem.ts';
import type { AccountDeps } from './account-deps.ts';
import type { AfterAnswers } from './after-answers.ts';
import { askedLanguage } from './asked-language.ts';
import { callerOf } from './caller-of.ts';
import { OPEN_ROUTE } from './open-route.ts';
import { sendOtp } from './send-otp.ts';
import { verifyOtp } from './verify-otp.ts';

/** A code that shows an address to be one's own. */
export const codeRoutes = (app: App, deps: AccountDeps, { later }: AfterAnswers): void => {
  app.post(
    '/send-otp',
    {
      config: OPEN_ROUTE,
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
      config: OPEN_ROUTE,
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
