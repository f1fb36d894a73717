import { ForgotPasswordOtp, PasswordForgotten } from '../../contract/accounts.ts';
import type { App } from '../app-type.ts';
import { Problem } from '../problem.ts';
import type { AccountDeps } from './account-deps.ts';
import type { AfterAnswers } from './after-answers.ts';
import { callerOf } from './caller-of.ts';
import { forgotPassword } from './forgot-password.ts';
import { OPEN_ROUTE } from './open-route.ts';
import { resetPassword } from './reset-password.ts';

/**
 * A message goes out within this many milliseconds after the answer, at a time by chance: what it costs the
 * machine must not be felt by the next request either.
 */
const RESET_SPREAD_MS = 250;

/** A new password for a code. */
export const passwordRoutes = (app: App, deps: AccountDeps, { later }: AfterAnswers): void => {
  app.post(
    '/forgot-password-otp',
    {
      config: OPEN_ROUTE,
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
