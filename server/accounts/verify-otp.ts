import { acceptedOrProblem } from '../otp/accepted-or-problem.ts';
import { readAddress } from '../otp/code-address.ts';
import { useCode } from '../otp/use-code.ts';
import { findByVerifiedAddress } from '../people/find-person.ts';
import type { AccountDeps } from './account-deps.ts';
import type { Caller } from './caller.ts';
import { addressChallenge } from './challenges.ts';

/**
 * Shows that an address is one's own. The code may then be used once more, within its life and by the same
 * address, to register.
 * @throws Problem `phone_invalid`, `invalid_request`, `otp_invalid`, `otp_locked`, `otp_off`, `send_failed`
 */
export const verifyOtp = async (
  deps: AccountDeps,
  { to: typed, code, ...caller }: Caller & { to: string; code: string },
): Promise<void> => {
  const to = readAddress(deps, typed);
  const owner = await findByVerifiedAddress(deps.db, to);
  const challenge = addressChallenge(to, owner);
  acceptedOrProblem(
    await useCode(deps, { ...challenge, ...caller, addressFor: () => to.address, code, use: 'show' }),
  );
};
