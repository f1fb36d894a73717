import { ChangePhone, ConfirmPhone, PhoneCodeSent } from '../../contract/accounts.ts';
import { Me } from '../../contract/people.ts';
import type { App } from '../app-type.ts';
import type { Deps } from '../deps.ts';
import { meOf } from '../people/person.ts';
import { setSessionCookie } from '../sessions/cookies.ts';
import { signedIn } from '../signed-in.ts';
import type { AfterAnswers } from './after-answers.ts';
import { callerOf } from './caller-of.ts';
import { changePhone } from './change-phone.ts';
import { confirmPhone } from './confirm-phone.ts';

/** Another number for one's own account. */
export const phoneRoutes = (app: App, deps: Deps, { later }: AfterAnswers): void => {
  app.post(
    '/api/me/phone',
    {
      schema: {
        tags: ['accounts'],
        summary: 'Send a code to the number one wants; needs a sign-in of the last ten minutes',
        body: ChangePhone,
        response: { 200: PhoneCodeSent },
      },
    },
    async (request) => {
      const { phone, channel = 'sms' } = request.body;
      const { caller } = callerOf(request, deps.config);
      return changePhone(deps, { ...caller, signedIn: signedIn(request), phone, channel });
    },
  );

  app.post(
    '/api/me/phone/confirm',
    {
      schema: {
        tags: ['accounts'],
        summary: 'With the code the number is one’s own; other sessions and open grants end',
        body: ConfirmPhone,
        response: { 200: Me },
      },
    },
    async (request, reply) => {
      const { phone, otp_code: code } = request.body;
      const who = signedIn(request);
      const { caller } = callerOf(request, deps.config);
      const changed = await confirmPhone(deps, { ...caller, signedIn: who, phone, code });
      if (changed.cookieSecret) setSessionCookie(reply, deps.config, changed.cookieSecret, who.expiresAt);
      later(reply, changed.afterwards);
      return meOf(changed.person);
    },
  );
};
