import { Problem } from '../problem.ts';
import type { IssuedCode, IssueVerdict } from './issue-together.ts';

/** @throws Problem `too_many_requests` */
export const tooMany = (wait: number): Problem =>
  new Problem('too_many_requests', {
    detail:
      'A code was sent a moment ago, or too many were asked for. Wait a little before asking for another.',
    retryAfter: wait,
  });

/** @throws Problem `too_many_requests`, `otp_locked`, `otp_off` */
export const issuedOrProblem = (verdict: IssueVerdict): IssuedCode => {
  switch (verdict.verdict) {
    case 'issued':
      return verdict.issued;
    case 'too_many':
      throw tooMany(verdict.wait);
    case 'paused':
      throw new Problem('otp_locked', { retryAfter: verdict.wait });
    case 'off':
      throw new Problem('otp_off');
  }
};
