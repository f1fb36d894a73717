import { randomUUID } from 'node:crypto';
import type { PasswordForgotten } from '../../contract/accounts.ts';
import type { Channel } from '../../contract/primitives.ts';
import { assertServed } from '../otp/assert-served.ts';
import { type CodeAddress, readPhone } from '../otp/code-address.ts';
import { issueCode } from '../otp/issue-code.ts';
import type { IssuedCode, IssueVerdict } from '../otp/issue-together.ts';
import { tooMany } from '../otp/issued-or-problem.ts';
import { RESEND_SECONDS } from '../otp/policy.ts';
import type { Person } from '../people/person.ts';
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

interface ResetAsked extends Caller {
  owner: Person | null;
  email: string;
  to: CodeAddress;
  channel: Channel;
}

/**
 * The code; null where codes of the account pause or are off. That is counted like a code for an account that is
 * not there, or the wait for the next one would tell of it.
 * @throws Problem `too_many_requests`
 */
const issueReset = async (
  deps: AccountDeps,
  { owner, email, to, channel, ...caller }: ResetAsked,
): Promise<IssuedCode | null> => {
  const { digits, minutes, engine } = deps.config.otp;
  const issueTo = (whom: Person | null, account: string): Promise<IssueVerdict> =>
    issueCode(deps, {
      ...resetChallenge(account, to, whom),
      ...caller,
      channel,
      address: to.address,
      country: to.country,
      digits: Math.max(RESET_DIGITS, digits),
      minutes,
      engine,
      decoy: whom === null,
    });
  const verdict = await issueTo(owner, email);
  if (verdict.verdict === 'issued') return verdict.issued;
  const counted = verdict.verdict === 'too_many' ? verdict : await issueTo(null, randomUUID());
  if (counted.verdict === 'too_many') throw tooMany(counted.wait);
  return null;
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
  const issued = await issueReset(deps, { ...caller, owner, email, to, channel });
  const order =
    owner && issued ? codeOrder(deps, 'reset', { issued, to, channel, owner, language: owner.locale }) : null;
  return {
    forgotten: {
      message: 'If the account exists, a code was sent to its phone.',
      expires_in: deps.config.otp.minutes * 60,
      resend_in: RESEND_SECONDS,
    },
    // Not by the id that the send knows: that it failed would free the next one, where there is an account alone.
    afterwards: order && (() => void deps.codes.dispatch(order)),
  };
};
