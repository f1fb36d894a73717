import { sqlState, UNIQUE_VIOLATION } from '../database/database.ts';
import type { Deps } from '../deps.ts';
import { acceptedOrProblem } from '../otp/accepted-or-problem.ts';
import { clearFailures } from '../otp/clear-failures.ts';
import { readPhone } from '../otp/code-address.ts';
import { NO_DEVICE } from '../otp/no-device.ts';
import { useCode } from '../otp/use-code.ts';
import { bindPhone } from '../people/bind-phone.ts';
import type { Person } from '../people/person.ts';
import { Problem } from '../problem.ts';
import { assertJustSignedIn } from '../sessions/assert-just-signed-in.ts';
import { endSessionsOf, leaveRooms } from '../sessions/end-sessions-of.ts';
import { rotateCookie } from '../sessions/rotate-cookie.ts';
import type { SignedIn } from '../signed-in.ts';
import type { Afterwards } from './account-deps.ts';
import type { Caller } from './caller.ts';
import { phoneChallenge } from './challenges.ts';
import { tell } from './tell.ts';

export interface ConfirmPhone extends Caller {
  signedIn: SignedIn;
  phone: string;
  code: string;
}

export interface PhoneChanged {
  person: Person;
  /** The session cookie's new secret; null where the session came by token. */
  cookieSecret: string | null;
  afterwards: Afterwards;
}

/**
 * Binds the number that the code went to. With it end the person's other sessions and every grant for a visit,
 * also in a call that runs; their codes are on again if they were off; the old number and the e-mail address
 * are told.
 * @throws Problem `phone_invalid`, `sign_in_again`, `otp_invalid`, `otp_locked`, `otp_off`, `phone_taken`
 */
export const confirmPhone = async (
  deps: Deps,
  { signedIn, phone, code, ...caller }: ConfirmPhone,
): Promise<PhoneChanged> => {
  const { person: before, sessionId, via } = signedIn;
  await assertJustSignedIn(deps, signedIn);
  const to = readPhone(deps, phone);
  const cookie = via === 'cookie' ? rotateCookie(sessionId) : null;
  const challenge = phoneChallenge(before, sessionId, to);
  const given = { ...challenge, ...caller, newDeviceHash: NO_DEVICE, addressFor: () => to.address, code };
  acceptedOrProblem(await useCode(deps, given));
  const person = await deps.db
    .tx(async (tx) => {
      const bound = await bindPhone(tx, before.id, to.address);
      await clearFailures(tx, before.id);
      await endSessionsOf(tx, before.id, { reason: 'phone_change', except: sessionId });
      await leaveRooms(tx, sessionId);
      // With the number and not with the code: who is told that the number is taken keeps their cookie.
      await cookie?.write(tx);
      return bound;
    })
    .catch((error: unknown) => {
      throw sqlState(error) === UNIQUE_VIOLATION ? new Problem('phone_taken') : error;
    });
  const old = {
    phone: before.phoneVerified && before.phone !== to.address ? before.phone : null,
    email: before.emailVerified ? before.email : null,
  };
  return {
    person,
    cookieSecret: cookie?.secret ?? null,
    afterwards: () => tell(deps, person, 'phone_changed', old),
  };
};
