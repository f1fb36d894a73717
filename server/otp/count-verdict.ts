import type { Deps } from '../deps.ts';
import type { ElsewhereVerdict } from './judge-elsewhere.ts';

/** Counts a verdict for the breaker: a right code, or one that cost a try. Others say nothing of who guesses. */
export const countVerdict = ({ otpPulse }: Pick<Deps, 'otpPulse'>, verdict: ElsewhereVerdict): void => {
  if (verdict.verdict === 'accepted') otpPulse.record('accepted');
  else if (verdict.verdict === 'invalid' && verdict.compared) otpPulse.record('refused');
};
