import type { Channel } from '../../../contract/primitives.ts';
import type { ApiProblem } from '../../api.ts';

export interface Trouble {
  text: string;
  /** What the person can do besides reading: nothing more, sign in, ask again, or make an account. */
  way: 'none' | 'sign-in' | 'close' | 'other-way' | 'register';
  /** Nothing went wrong: a code is on its way already, or there is one more step. */
  isCalm?: boolean;
  /** What was typed is not the code. */
  isOfCode?: boolean;
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

/** An address as it was sent to, which no line break parts: "+1 ••••••••43". */
export const unbroken = (address: string): string => address.replaceAll(' ', '\u00a0');

const inWait = (seconds: number | null): string =>
  seconds === null ? 'later' : `in ${waitInWords(seconds)}`;

/** Words for more wrong codes than are allowed in a row. */
export const tooManyTries = ({ retryAfter }: ApiProblem): Trouble => ({
  text: `Too many wrong codes. Try again ${inWait(retryAfter)}.`,
  way: 'none',
});

/** What every call about codes can answer, whatever the code is for; null for everything else. */
export const commonTrouble = (problem: ApiProblem): Trouble | null => {
  if (problem.status === 0) return { text: problem.message, way: 'none' };
  switch (problem.code) {
    case 'otp_off':
      return {
        text: 'Codes are switched off for you, because too many wrong ones were entered. Ask the clinic to confirm your number again.',
        way: 'close',
      };
    case 'otp_locked':
      return tooManyTries(problem);
    case 'otp_invalid':
      return {
        text: 'That code is wrong or has expired. Check the newest message, or ask for a new code.',
        way: 'none',
        isOfCode: true,
      };
    case 'country_refused':
      return {
        text: 'Codes can’t be sent to numbers of this country. Choose another way or another number, or ask the clinic.',
        way: 'other-way',
      };
    case 'database_unavailable':
      return {
        text: 'The clinic’s records can’t be reached just now. Wait a few seconds, then try again.',
        way: 'none',
      };
    default:
      return null;
  }
};

/** A wait this short means that a code is on its way already. */
const JUST_SENT_SECONDS = 60;

/** Whether a code was refused only because one for the same address went out a moment ago. */
export const isJustSent = ({ status, code, retryAfter }: ApiProblem): boolean =>
  status === 429 && code !== 'otp_locked' && (retryAfter ?? JUST_SENT_SECONDS) <= JUST_SENT_SECONDS;

/** Words for too many codes asked for. */
export const tooManySent = (problem: ApiProblem): Trouble =>
  isJustSent(problem)
    ? {
        text: 'A code was sent to you less than a minute ago. Enter that one here.',
        way: 'none',
        isCalm: true,
      }
    : {
        text: `Too many codes were asked for. You can ask again ${inWait(problem.retryAfter)}. A code you received in the last minutes still works.`,
        way: 'none',
      };

/** Words for a next code that has to wait although the one before did not arrive. */
export const waitForNext = ({ retryAfter }: ApiProblem): Trouble => ({
  text: `The next code can be sent ${inWait(retryAfter)}. Please try again then.`,
  way: 'none',
  isCalm: true,
});

/** Words for a provider that did not take the code. */
export const notSentThisWay: Trouble = {
  text: 'The code could not be sent this way. Choose another way below.',
  way: 'other-way',
};

/** The same where there is no other way. */
export const NO_OTHER_WAY =
  'The clinic can’t send codes just now. Wait a moment and try again, or ask the clinic.';

export const notSent: Trouble = {
  text: 'The code could not be sent. Wait a moment, then ask for it again.',
  way: 'none',
};

export const notChecked: Trouble = {
  text: 'The code could not be checked. Wait a moment, then try again.',
  way: 'none',
};
