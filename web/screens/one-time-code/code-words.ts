import type { Channel } from '../../../contract/primitives.ts';
import type { ApiProblem } from '../../api.ts';

export interface Trouble {
  text: string;
  /** What the person can do besides reading: nothing more, sign in, or ask again. */
  way: 'none' | 'sign-in' | 'close' | 'other-way';
  /** Nothing went wrong: a code is on its way already. */
  isCalm?: boolean;
}

/** "45 seconds", "12 minutes": a wait rounded up, so that trying again then works. */
export const waitInWords = (seconds: number): string => {
  if (seconds <= 60) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 90) return `${minutes} minutes`;
  return `${Math.ceil(minutes / 60)} hours`;
};

const reach: Record<Channel, string> = {
  sms: 'by SMS',
  whatsapp: 'by WhatsApp',
  email: 'by e-mail',
  voice: 'by phone call',
};

export const channelInWords = (channel: Channel): string => reach[channel];

/** What both calls answer alike; null where the answer is particular to one of them. */
const shared = (problem: ApiProblem): Trouble | null => {
  switch (problem.status) {
    case 0:
      return { text: problem.message, way: 'none' };
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

/** A wait this short means that a code is on its way already. */
const JUST_SENT_SECONDS = 60;

/** Words for a code that was not sent. */
export const sendTrouble = (problem: ApiProblem): Trouble => {
  const known = shared(problem);
  if (known) return known;
  if (problem.code === 'phone_missing') {
    return {
      text: 'There is no phone number on your account, and joining needs one. Ask the clinic to add your number, then open the visit again.',
      way: 'close',
    };
  }
  if (problem.status === 429) {
    const wait = problem.retryAfter ?? JUST_SENT_SECONDS;
    if (wait <= JUST_SENT_SECONDS) {
      return {
        text: 'A code was sent to you less than a minute ago. Enter that one here.',
        way: 'none',
        isCalm: true,
      };
    }
    return {
      text: `Too many codes were asked for. You can ask again in ${waitInWords(wait)}. A code you received in the last minutes still works.`,
      way: 'none',
    };
  }
  if (problem.status === 502) {
    return { text: 'The code could not be sent this way. Choose another way below.', way: 'other-way' };
  }
  return { text: 'The code could not be sent. Wait a moment, then ask for it again.', way: 'none' };
};

/** Words for a code that was not accepted. */
export const verifyTrouble = (problem: ApiProblem): Trouble => {
  const known = shared(problem);
  if (known) return known;
  if (problem.code === 'otp_invalid') {
    return {
      text: 'That code is wrong or has expired. Check the newest message, or ask for a new code.',
      way: 'none',
    };
  }
  if (problem.status === 429) {
    const wait = problem.retryAfter;
    return {
      text: `Too many wrong codes. Try again ${wait === null ? 'later' : `in ${waitInWords(wait)}`}.`,
      way: 'none',
    };
  }
  if (problem.status === 400) {
    return {
      text: 'Your phone number has changed since you signed in. Reload this page and try again.',
      way: 'none',
    };
  }
  return { text: 'The code could not be checked. Wait a moment, then press Verify again.', way: 'none' };
};
