import { randomInt } from 'node:crypto';
import type { SendLimits } from '../config.ts';
import { type Conversion, looksLikePumping, PREFIX_BLOCK_SECONDS } from './prefix-conversion.ts';

/** Compares that one code is worth, counted before each (ASVS 6.5.1). */
export const TRIES_PER_CODE = 5;

/** Wrong codes in a row after which a lane pauses, and again after as many more. */
export const FAILURES_PER_PAUSE = 10;
const FIRST_PAUSE_SECONDS = 15 * 60;
const LONGEST_PAUSE_SECONDS = 60 * 60;

/** Wrong codes without a right one after which codes are off until the number is bound anew (63B-4 §3.2.2). */
export const FAILURES_UNTIL_OFF = 100;

/** The next code for the same address may be asked for after this many seconds. */
export const RESEND_SECONDS = 60;

/** Seconds that a lane pauses when its failures reach `failures`; 0 where it goes on. */
export const pauseAfter = (failures: number): number => {
  if (failures === 0 || failures % FAILURES_PER_PAUSE !== 0) return 0;
  return Math.min(FIRST_PAUSE_SECONDS * 2 ** (failures / FAILURES_PER_PAUSE - 1), LONGEST_PAUSE_SECONDS);
};

/** A uniform code of `digits` digits, leading zeros kept, from the system's CSPRNG (ASVS 6.5.3). */
export const newCode = (digits: number): string => String(randomInt(10 ** digits)).padStart(digits, '0');

/** Sends that a window still counts, newest first, and what it allows. */
interface Window {
  seconds: number;
  most: number;
  sends: readonly Date[];
}

/** Seconds until the window has room for one more; 0 where it has. */
const waitFor = ({ seconds, most, sends }: Window, now: Date): number => {
  const oldestThatFills = sends[most - 1];
  if (!oldestThatFills) return 0;
  return Math.max(0, seconds - (now.getTime() - oldestThatFills.getTime()) / 1000);
};

/** The sends that count against one more, newest first, over the longest window each. */
export interface SendHistory {
  toNumber: readonly Date[];
  fromNetwork: readonly Date[];
  toPrefix: readonly Date[];
  inDay: number;
  ofPrefix: Conversion;
}

const HOUR_SECONDS = 3_600;

/** What keeps one more code from being sent. */
export type SendLimit =
  | 'number_limit'
  | 'network_limit'
  | 'prefix_limit'
  | 'daily_budget'
  | 'prefix_conversion';

/** The limit that keeps one more code waiting longest, and for how many seconds; null where it may go now. */
export const reachedLimit = (
  history: SendHistory,
  limits: SendLimits,
  now: Date,
): { limit: SendLimit; wait: number } | null => {
  const windows: (Window & { limit: SendLimit })[] = [
    ...limits.perNumber.map((own) => ({ ...own, sends: history.toNumber, limit: 'number_limit' as const })),
    {
      limit: 'network_limit',
      seconds: HOUR_SECONDS,
      most: limits.perNetworkHour,
      sends: history.fromNetwork,
    },
    { limit: 'prefix_limit', seconds: HOUR_SECONDS, most: limits.perPrefixHour, sends: history.toPrefix },
  ];
  const waits = windows.map((window) => ({ limit: window.limit, wait: waitFor(window, now) }));
  if (history.inDay >= limits.perDay) waits.push({ limit: 'daily_budget', wait: HOUR_SECONDS });
  if (looksLikePumping(history.ofPrefix))
    waits.push({ limit: 'prefix_conversion', wait: PREFIX_BLOCK_SECONDS });
  const [longest] = waits.sort((one, other) => other.wait - one.wait);
  return longest && longest.wait > 0 ? longest : null;
};

/** Sends to the number that a waiting window knows about: the widest is a day. */
export const LONGEST_SEND_WINDOW_SECONDS = 86_400;

const BREAKER = { leastRefused: 200, refusedPerAccepted: 5 } as const;

/**
 * Whether the verdicts of the last ten minutes, over all people, look like guessing against many numbers
 * at once, which no single count would notice.
 */
export const looksLikeGuessing = ({ accepted, refused }: { accepted: number; refused: number }): boolean =>
  refused >= BREAKER.leastRefused && refused > accepted * BREAKER.refusedPerAccepted;
