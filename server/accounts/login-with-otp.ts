import { countingKey } from '../network.ts';
import { acceptedOrProblem } from '../otp/accepted-or-problem.ts';
import { readAddress } from '../otp/code-address.ts';
import { NO_DEVICE } from '../otp/no-device.ts';
import { useCode } from '../otp/use-code.ts';
import { findByVerifiedAddress } from '../people/find-person.ts';
import { Problem } from '../problem.ts';
import { type OpenedSession, openSession } from '../sessions/sign-in.ts';
import type { AccountDeps } from './account-deps.ts';
import type { Caller } from './caller.ts';
import { addressChallenge } from './challenges.ts';

/**
 * Signs in with a code that went to the account's verified number or e-mail address. That there is no account
 * is told only to whom has the address; their code counts as shown, and may be used to register.
 * @throws Problem `phone_invalid`, `invalid_request`, `otp_invalid`, `otp_locked`, `otp_off`, `send_failed`,
 * `account_missing`
 */
export const loginWithOtp = async (
  deps: AccountDeps,
  { to: typed, code, ...caller }: Caller & { to: string; code: string },
): Promise<OpenedSession> => {
  const to = readAddress(deps, typed);
  const owner = await findByVerifiedAddress(deps.db, to);
  acceptedOrProblem(
    await useCode(deps, {
      ...addressChallenge(to, owner),
      ...caller,
      addressFor: () => to.address,
      code,
      newDeviceHash: owner ? caller.newDeviceHash : NO_DEVICE,
      use: owner ? 'spend_unshown' : 'show',
    }),
  );
  if (!owner) throw new Problem('account_missing');
  return openSession(deps, owner, countingKey(deps.keys.counting, 'email', owner.email));
};
