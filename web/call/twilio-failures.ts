import { waitBefore } from './back-off.ts';
import type { CallFailure } from './call.ts';

/** What has to come right before a call can go on; each is tried a number of times of its own. */
export type TwilioTrouble = 'token' | 'clock' | 'link' | 'media';

/** `retry`: with a fresh ticket. `ask`: the clinic knows why. `end`: only the person can do something. */
export type TwilioRemedy =
  | { way: 'retry'; trouble: TwilioTrouble }
  | { way: 'ask' }
  | { way: 'end'; failure: CallFailure };

const retry = (trouble: TwilioTrouble): TwilioRemedy => ({ way: 'retry', trouble });
const end = (failure: CallFailure): TwilioRemedy => ({ way: 'end', failure });

/** https://www.twilio.com/docs/api/errors, those that the SDK can bring. */
const remedies: Readonly<Record<number, TwilioRemedy>> = {
  20101: end('ticket_invalid'),
  20102: end('ticket_invalid'),
  20103: end('ticket_invalid'),
  20104: retry('token'),
  // Not valid yet: the clocks differ by a little.
  20105: retry('clock'),
  20106: end('ticket_invalid'),
  20107: end('ticket_invalid'),
  53105: end('room_full'),
  53106: { way: 'ask' },
  53118: { way: 'ask' },
  53205: end('taken_over'),
  53405: retry('media'),
  53407: retry('media'),
};

/** Pure: what helps against an error of Twilio's; null for a room that was left without one: somebody put us out. */
export const remedyOfTwilio = (code: number | null): TwilioRemedy => {
  if (code === null) return { way: 'ask' };
  const known = remedies[code];
  if (known) return known;
  // 53400 to 53404: descriptions of media that one side could not take.
  if (code >= 53_400 && code < 53_500) return retry('media');
  return retry('link');
};

/** Twilio's code in what its SDK throws; 0 for what is none of its own errors. */
export const twilioCodeOf = (error: unknown): number =>
  error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : 0;

/** Tries in a row. The SDK itself has tried for half a minute before it says that a link is lost. */
export const TRIES: Readonly<Record<TwilioTrouble, number>> = { token: 1, clock: 1, link: 5, media: 1 };

/** The SDK's own tries come before each of ours. */
const REJOIN = { first: 500, longest: 4_000 };

/** A fresh token is from now, too: only with time passed does a clock that is behind take it. */
const CLOCK_MS = 2_000;

/**
 * Pure: milliseconds before the try numbered `attempt` (0 is the first).
 * @param spread 0 to 1
 */
export const waitFor = (trouble: TwilioTrouble, attempt: number, spread: number): number => {
  if (trouble === 'token') return 0;
  return trouble === 'clock' ? CLOCK_MS : waitBefore(REJOIN, attempt, spread);
};

/** Pure: what the person is told when the tries are used up. */
export const failureAfterTries = (trouble: TwilioTrouble, wasIn: boolean): CallFailure => {
  if (trouble === 'token' || trouble === 'clock') return 'ticket_expired';
  if (trouble === 'media') return 'media_blocked';
  return wasIn ? 'connection_lost' : 'provider_unreachable';
};
