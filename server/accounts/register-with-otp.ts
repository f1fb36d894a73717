import type { RegisterWithOtp } from '../../contract/accounts.ts';
import { sqlState, type Tx, UNIQUE_VIOLATION } from '../database/database.ts';
import { countingKey } from '../network.ts';
import { acceptedOrProblem } from '../otp/accepted-or-problem.ts';
import { trustDevice } from '../otp/clear-failures.ts';
import { type CodeAddress, readPhone } from '../otp/code-address.ts';
import { NO_DEVICE } from '../otp/no-device.ts';
import { useCode } from '../otp/use-code.ts';
import { addPerson } from '../people/add-person.ts';
import { findByEmail, findByVerifiedAddress, findPerson } from '../people/find-person.ts';
import type { Person } from '../people/person.ts';
import { isTimeZone } from '../people/time-zone.ts';
import { Problem } from '../problem.ts';
import { hashPassword } from '../sessions/passwords.ts';
import { type OpenedSession, openSession } from '../sessions/sign-in.ts';
import type { AccountDeps } from './account-deps.ts';
import { assertHardToGuess } from './assert-hard-to-guess.ts';
import type { Caller } from './caller.ts';
import { addressChallenge } from './challenges.ts';

type Newcomer = Omit<RegisterWithOtp, 'phone' | 'otp_code' | 'password'>;

/** A patient always: doctors and admins are invited. The e-mail address is not verified, so it opens nothing. */
const addPatient = async (
  tx: Tx,
  newcomer: Newcomer,
  { phone, passwordHash, newDeviceHash }: { phone: string; passwordHash: string; newDeviceHash: Uint8Array },
): Promise<Person | null> => {
  if (await findByEmail(tx, newcomer.email)) return null;
  const id = await addPerson(tx, {
    actorId: null,
    role: 'patient',
    email: newcomer.email,
    emailVerified: false,
    phone,
    phoneVerified: true,
    passwordHash,
    firstName: newcomer.first_name?.trim() ?? '',
    lastName: newcomer.last_name?.trim() ?? '',
    timeZone: newcomer.time_zone ?? 'UTC',
    locale: newcomer.locale ?? 'en',
  });
  await trustDevice(tx, id, newDeviceHash);
  return findPerson(tx, id);
};

/** Two may claim one address or number in the same instant: the database lets one in. */
const takenOrThrow = async (
  { db }: Pick<AccountDeps, 'db'>,
  to: CodeAddress,
  error: unknown,
): Promise<never> => {
  if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
  throw new Problem((await findByVerifiedAddress(db, to)) ? 'phone_taken' : 'email_taken');
};

/**
 * Makes an account for whoever has the phone, with a fresh code or one that `/verify-otp` was shown. Nothing is
 * looked up by the e-mail address before the code was right: so a stranger learns nothing of it, and whoever
 * has a phone learns of one address for each message that their own number is sent, and limited to.
 * @throws Problem `phone_invalid`, `time_zone_unknown`, `invalid_request`, `otp_invalid`, `otp_locked`,
 * `otp_off`, `send_failed`, `phone_taken`, `email_taken`
 */
export const registerWithOtp = async (
  deps: AccountDeps,
  { phone, otp_code: code, password, ...newcomer }: RegisterWithOtp,
  caller: Caller,
): Promise<OpenedSession> => {
  const to = readPhone(deps, phone);
  if (newcomer.time_zone !== undefined && !isTimeZone(newcomer.time_zone))
    throw new Problem('time_zone_unknown');
  assertHardToGuess({ field: 'password', password }, [newcomer.email, to.address]);
  const owner = await findByVerifiedAddress(deps.db, to);
  const challenge = addressChallenge(to, owner);
  acceptedOrProblem(
    await useCode(deps, {
      ...challenge,
      ...caller,
      newDeviceHash: NO_DEVICE,
      addressFor: () => to.address,
      code,
    }),
  );
  if (owner) throw new Problem('phone_taken');
  const passwordHash = await hashPassword(password);
  const { newDeviceHash } = caller;
  const person = await deps.db
    .tx((tx) => addPatient(tx, newcomer, { phone: to.address, passwordHash, newDeviceHash }))
    .catch((error: unknown) => takenOrThrow(deps, to, error));
  if (!person) throw new Problem('email_taken');
  return openSession(deps, person, countingKey(deps.keys.counting, 'email', person.email));
};
