import type { ApiProblem } from '../../api.ts';
import {
  commonTrouble,
  notChecked,
  notSent,
  notSentThisWay,
  type Trouble,
  tooManySent,
  tooManyTries,
} from './code-words.ts';

const plain = (text: string): Trouble => ({ text, way: 'none' });

/** What a code for an account can be refused for, on sending and on checking; null for everything else. */
const shared = (problem: ApiProblem): Trouble | null => {
  const common = commonTrouble(problem);
  if (common) return common;
  switch (problem.code) {
    case 'phone_invalid':
      return plain('That is not a phone number we can reach. Check it, with the country code in front.');
    case 'email_taken':
      return plain(
        'There is an account with this e-mail address already. Sign in, or choose a new password.',
      );
    case 'phone_taken':
      return plain('There is an account with this phone number already.');
    case 'account_missing':
      return {
        text: 'The code is right, but there is no account for this address yet. Register to make one.',
        way: 'register',
        isCalm: true,
      };
    case 'unauthorized':
      return { text: 'You have been signed out. Sign in and try again.', way: 'sign-in' };
    case 'invalid_request':
      return plain('Something in what you entered is not as we need it. Check it and try again.');
    default:
      return null;
  }
};

/** Words for a code for an account that was not sent. */
export const accountSendTrouble = (problem: ApiProblem): Trouble => {
  const known = shared(problem);
  if (known) return known;
  if (problem.status === 429) return tooManySent(problem);
  return problem.code === 'send_failed' || problem.code === 'not_configured' ? notSentThisWay : notSent;
};

/** Words for a code for an account that was not accepted. */
export const accountVerifyTrouble = (problem: ApiProblem): Trouble => {
  const known = shared(problem);
  if (known) return known;
  return problem.status === 429 ? tooManyTries(problem) : notChecked;
};
