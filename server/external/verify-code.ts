import type { Deps } from '../deps.ts';
import { acceptedOrProblem } from '../otp/accepted-or-problem.ts';
import { readPhone } from '../otp/code-address.ts';
import { NO_DEVICE } from '../otp/no-device.ts';
import { useCode } from '../otp/use-code.ts';
import { externalChallenge } from './external-challenge.ts';
import type { CodeToCheck } from './external-codes.ts';

/**
 * Spends a code that was made here for the same service key and number; the number in E.164.
 * @throws Problem `phone_invalid`, `otp_invalid`, `otp_locked`, `otp_off`, `send_failed`
 */
export const verifyCode = async (
  deps: Deps,
  keyId: string,
  { toPhone, otp }: CodeToCheck,
): Promise<string> => {
  const { address, key: numberKey } = readPhone(deps, toPhone);
  const verdict = await useCode(deps, {
    ...externalChallenge({ keyId, numberKey, own: false }),
    addressFor: () => address,
    code: otp,
    // Another system has no device that it would be known by.
    deviceHash: NO_DEVICE,
    newDeviceHash: NO_DEVICE,
  });
  acceptedOrProblem(verdict);
  return address;
};
