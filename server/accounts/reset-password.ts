import { acceptedOrInvalid } from '../otp/accepted-or-problem.ts';
import { readPhone } from '../otp/code-address.ts';
import { NO_DEVICE } from '../otp/no-device.ts';
import { useCode } from '../otp/use-code.ts';
import type { Person } from '../people/person.ts';
import { setPassword } from '../people/set-password.ts';
import { Problem } from '../problem.ts';
import { endSessionsOf } from '../sessions/end-sessions-of.ts';
import { hashPassword } from '../sessions/passwords.ts';
import type { AccountDeps, Afterwards } from './account-deps.ts';
import { assertHardToGuess } from './assert-hard-to-guess.ts';
import type { Caller } from './caller.ts';
import { resetChallenge } from './challenges.ts';
import { resetOwner } from './reset-owner.ts';
import { tell } from './tell.ts';

export interface ResetPassword extends Caller {
  email: string;
  phone: string;
  code: string;
  password: string;
}

/** To an address that is not the one the code went to, where there is one. */
const tellOwner = (deps: AccountDeps, owner: Person, phone: string): void =>
  tell(deps, owner, 'password_changed', owner.emailVerified ? { email: owner.email } : { phone });

/**
 * Gives an account a new password for the code that went to its phone, and ends all of its sessions.
 * @throws Problem `phone_invalid`, `invalid_request`, `otp_invalid`, `send_failed`
 */
export const resetPassword = async (
  deps: AccountDeps,
  { email, phone, code, password, ...caller }: ResetPassword,
): Promise<{ afterwards: Afterwards }> => {
  const to = readPhone(deps, phone);
  assertHardToGuess({ field: 'new_password', password }, [email, to.address]);
  const owner = await resetOwner(deps.db, email, to);
  const challenge = resetChallenge(email, to, owner);
  acceptedOrInvalid(
    await useCode(deps, {
      ...challenge,
      ...caller,
      newDeviceHash: NO_DEVICE,
      addressFor: () => to.address,
      code,
    }),
  );
  if (!owner) throw new Problem('otp_invalid');
  const passwordHash = await hashPassword(password);
  await deps.db.tx(async (tx) => {
    await setPassword(tx, owner.id, passwordHash);
    await endSessionsOf(tx, owner.id, { reason: 'password_reset' });
  });
  return { afterwards: () => tellOwner(deps, owner, to.address) };
};
