import type { PhoneCodeSent } from '../../contract/accounts.ts';
import type { Channel } from '../../contract/primitives.ts';
import type { Deps } from '../deps.ts';
import { assertServed } from '../otp/assert-served.ts';
import { readPhone } from '../otp/code-address.ts';
import { issueCode } from '../otp/issue-code.ts';
import { issuedOrProblem } from '../otp/issued-or-problem.ts';
import { sendIssued } from '../otp/send-issued.ts';
import { maskedPhone } from '../people/phone-number.ts';
import { Problem } from '../problem.ts';
import { assertJustSignedIn } from '../sessions/assert-just-signed-in.ts';
import type { SignedIn } from '../signed-in.ts';
import type { Caller } from './caller.ts';
import { phoneChallenge } from './challenges.ts';
import { assertCarried, codeOrder } from './code-order.ts';

export interface ChangePhone extends Caller {
  signedIn: SignedIn;
  phone: string;
  channel: Channel;
}

/**
 * Sends a code to the number that somebody wants on their account. Whether it is on another account is told
 * only to whom gives the code. These codes are made here, whoever makes those of other purposes.
 * @throws Problem `phone_invalid`, `invalid_request`, `not_configured`, `country_refused`, `sign_in_again`,
 * `too_many_requests`, `otp_locked`, `otp_off`, `send_failed`
 */
export const changePhone = async (
  deps: Deps,
  { signedIn, phone, channel, ...caller }: ChangePhone,
): Promise<PhoneCodeSent> => {
  const { person, sessionId } = signedIn;
  await assertJustSignedIn(deps, signedIn);
  const to = readPhone(deps, phone);
  if (channel === 'email')
    throw new Problem('invalid_request', { detail: 'body.channel: the code goes to the new number.' });
  assertCarried({ codes: deps.dispatcher }, channel);
  await assertServed(deps, to.country);
  const { digits, minutes } = deps.config.otp;
  const issued = issuedOrProblem(
    await issueCode(deps, {
      ...phoneChallenge(person, sessionId, to),
      ...caller,
      channel,
      address: to.address,
      country: to.country,
      digits,
      minutes,
    }),
  );
  const order = codeOrder(deps, 'phone', { issued, to, channel, owner: person, language: person.locale });
  const { dispatched } = await sendIssued(deps, issued, order);
  return {
    message: `OTP sent successfully via ${channel}`,
    to: maskedPhone(to.address),
    channel,
    expires_in: issued.expiresIn,
    resend_in: issued.resendIn,
    delivery_id: dispatched.id,
  };
};
