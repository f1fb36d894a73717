import { Problem } from '../problem.ts';
import type { ElsewhereVerdict } from './judge-elsewhere.ts';

const notChecked = (): Problem =>
  new Problem('send_failed', { detail: 'The code could not be checked just now. Please try it again.' });

/** @throws Problem `otp_invalid`, `otp_locked`, `otp_off`, `send_failed` */
export const acceptedOrProblem = (verdict: ElsewhereVerdict): void => {
  switch (verdict.verdict) {
    case 'accepted':
      return;
    case 'invalid':
      throw new Problem('otp_invalid');
    case 'paused':
      throw new Problem('otp_locked', { retryAfter: verdict.wait });
    case 'off':
      throw new Problem('otp_off');
    case 'unavailable':
      throw notChecked();
  }
};

/** The same where not even a pause may be told: it would say that there is an account which has one. */
export const acceptedOrInvalid = (verdict: ElsewhereVerdict): void => {
  if (verdict.verdict === 'accepted') return;
  throw verdict.verdict === 'unavailable' ? notChecked() : new Problem('otp_invalid');
};
