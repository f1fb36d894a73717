import type { Deps } from '../deps.ts';
import { acceptedOrProblem } from '../otp/accepted-or-problem.ts';
import { readPhone } from '../otp/code-address.ts';
import { countVerdict } from '../otp/count-verdict.ts';
import { NO_DEVICE } from '../otp/no-device.ts';
import { spendCode } from '../otp/spend-code.ts';
import { externalChallenge } from './external-challenge.ts';
import type { CodeToCheck } from './external-codes.ts';

/**
 * Spends a code that was made here for the same service key and number; the number in E.164.
 * @throws Problem `phone_invalid`, `otp_invalid`, `otp_locked`, `otp_off`
 */
export const verifyCode = async (
  deps: Deps,
  keyId: string,
  { toPhone, otp }: CodeToCheck,
): Promise<string> => {
  const { address, key: numberKey } = readPhone(deps, toPhone);
  const verdict = await spendCode(deps, deps.db, {
    ...externalChallenge({ keyId, numberKey, own: false }),
    addressFor: () => address,
    code: otp,
    // Another system has no device that it would be known by.
    deviceHash: NO_DEVICE,
  });
  countVerdict(deps, verdict);
  acceptedOrProblem(verdict);
  return address;
};
