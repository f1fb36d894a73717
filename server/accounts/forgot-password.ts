import type { PasswordForgotten } from '../../contract/accounts.ts';
import type { Channel } from '../../contract/primitives.ts';
import { assertServed } from '../otp/assert-served.ts';
import { readPhone } from '../otp/code-address.ts';
import { issueCode } from '../otp/issue-code.ts';
import { tooMany } from '../otp/issued-or-problem.ts';
import { RESEND_SECONDS } from '../otp/policy.ts';
import { Problem } from '../problem.ts';
import type { AccountDeps, Afterwards } from './account-deps.ts';
import type { Caller } from './caller.ts';
import { resetChallenge } from './challenges.ts';
import { assertCarried, codeOrder } from './code-order.ts';
import { resetOwner } from './reset-owner.ts';

/** Digits of a code for a new password: more than that stands between a stranger and the account. */
const RESET_DIGITS = 8;

export interface ForgotPassword extends Caller {
  email: string;
  phone: string;
  channel: Channel;
}

/** @throws Problem `invalid_request` */
const assertPhoneChannel = (channel: Channel): void => {
  if (channel === 'email')
    throw new Problem('invalid_request', {
      detail: 'body.channel: a code for a new password goes to the phone on the account.',
    });
};

/**
 * Sends the code for a new password to the phone on the account, if the e-mail address and the phone are one
 * account's. If not, everything else happens all the same: a code that nothing fits is written and counted.
 * Nor is a pause of the account told; nothing is sent then.
 * @throws Problem `phone_invalid`, `invalid_request`, `not_configured`, `country_refused`, `too_many_requests`
 */
export const forgotPassword = async (
  deps: AccountDeps,
  { email, phone, channel, ...caller }: ForgotPassword,
): Promise<{ forgotten: PasswordForgotten; afterwards: Afterwards | null }> => {
  const to = readPhone(deps, phone);
  assertPhoneChannel(channel);
  assertCarried(deps, channel);
  await assertServed(deps, to.country);
  const owner = await resetOwner(deps.db, email, to);
  const { digits, minutes, engine } = deps.config.otp;
  const verdict = await issueCode(deps, {
    ...resetChallenge(email, to, owner),
    ...caller,
    channel,
    address: to.address,
    country: to.country,
    digits: Math.max(RESET_DIGITS, digits),
    minutes,
    engine,
    decoy: owner === null,
  });
  if (verdict.verdict === 'too_many') throw tooMany(verdict.wait);
  const order =
    owner && verdict.verdict === 'issued'
      ? codeOrder(deps, 'reset', {
          issued: verdict.issued,
          to,
          channel,
          owner,
          language: owner.locale,
        })
      : null;
  return {
    forgotten: {
      message: 'If the account exists, a code was sent to its phone.',
      expires_in: minutes * 60,
      resend_in: RESEND_SECONDS,
    },
    afterwards: order && (() => void deps.codes.dispatch(order)),
  };
};
