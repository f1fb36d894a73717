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

/** What both calls about the code of a visit answer alike; null where the answer is particular to one of them. */
const shared = (problem: ApiProblem): Trouble | null => {
  const common = commonTrouble(problem);
  if (common) return common;
  switch (problem.status) {
    case 401:
      return { text: 'You have been signed out. Sign in again to join your visit.', way: 'sign-in' };
    case 403:
      return {
        text: 'This visit belongs to somebody else, so it can’t be opened with this account.',
        way: 'close',
      };
    case 404:
      return { text: 'This visit no longer exists. Look at your visits for the current one.', way: 'close' };
    case 409:
      return { text: 'This visit can’t be joined just now.', way: 'close' };
    default:
      return null;
  }
};

/** Words for a code for a visit that was not sent. */
export const sendTrouble = (problem: ApiProblem): Trouble => {
  const known = shared(problem);
  if (known) return known;
  if (problem.code === 'phone_missing') {
    return {
      text: 'There is no phone number on your account, and joining needs one. Add your number in your profile or ask the clinic, then open the visit again.',
      way: 'close',
    };
  }
  if (problem.code === 'address_missing') {
    return {
      text: 'Your account has no address that was checked for this way. Choose another way below.',
      way: 'other-way',
    };
  }
  if (problem.status === 429) return tooManySent(problem);
  return problem.status === 502 || problem.code === 'not_configured' ? notSentThisWay : notSent;
};

/** Words for a code for a visit that was not accepted. */
export const verifyTrouble = (problem: ApiProblem): Trouble => {
  const known = shared(problem);
  if (known) return known;
  if (problem.status === 429) return tooManyTries(problem);
  if (problem.status === 400) {
    return {
      text: 'Your phone number has changed since you signed in. Reload this page and try again.',
      way: 'none',
    };
  }
  return notChecked;
};
