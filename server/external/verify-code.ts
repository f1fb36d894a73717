import { readPhone } from '../accounts/code-address.ts';
import type { Deps } from '../deps.ts';
import { acceptedOrProblem } from '../otp/accepted-or-problem.ts';
import { countVerdict } from '../otp/count-verdict.ts';
import { spendCode } from '../otp/spend-code.ts';
import { externalChallenge, NO_DEVICE } from './external-challenge.ts';
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
    deviceHash: NO_DEVICE,
  });
  countVerdict(deps, verdict);
  acceptedOrProblem(verdict);
  return address;
};
