import type { OtpSent } from '../../contract/accounts.ts';
import type { Channel, Locale } from '../../contract/primitives.ts';
import { assertServed } from '../otp/assert-served.ts';
import { readAddress } from '../otp/code-address.ts';
import { issueCode } from '../otp/issue-code.ts';
import { issuedOrProblem } from '../otp/issued-or-problem.ts';
import { findByVerifiedAddress } from '../people/find-person.ts';
import type { AccountDeps, Afterwards } from './account-deps.ts';
import type { Caller } from './caller.ts';
import { addressChallenge } from './challenges.ts';
import { assertCarried, codeOrder } from './code-order.ts';

export interface SendOtp extends Caller {
  /** As typed. */
  to: string;
  channel: Channel;
  /** For an address that is nobody's; an owner is written to in their own. */
  language: Locale;
}

/**
 * Sends a code to an address, whether somebody here has it or not: both take the same statements, the same
 * answer and the same message, which goes out once the answer has left.
 * @throws Problem `phone_invalid`, `invalid_request`, `not_configured`, `country_refused`,
 * `too_many_requests`, `otp_locked`, `otp_off`
 */
export const sendOtp = async (
  deps: AccountDeps,
  { to: typed, channel, language, ...caller }: SendOtp,
): Promise<{ sent: OtpSent; afterwards: Afterwards }> => {
  const to = readAddress(deps, typed, channel);
  assertCarried(deps, channel);
  if (to.kind === 'phone') await assertServed(deps, to.country);
  const owner = await findByVerifiedAddress(deps.db, to);
  const { digits, minutes, engine } = deps.config.otp;
  const issued = issuedOrProblem(
    await issueCode(deps, {
      ...addressChallenge(to, owner),
      ...caller,
      channel,
      address: to.address,
      country: to.country,
      digits,
      minutes,
      engine,
    }),
  );
  const order = codeOrder(deps, 'account', {
    issued,
    to,
    channel,
    owner,
    language: owner?.locale ?? language,
  });
  return {
    sent: {
      message: `OTP sent successfully via ${channel}`,
      status: 'pending',
      to: to.address,
      channel,
      expires_in: issued.expiresIn,
      resend_in: issued.resendIn,
      delivery_id: issued.messageId,
    },
    afterwards: () => void deps.codes.dispatch({ ...order, id: issued.messageId }),
  };
};
