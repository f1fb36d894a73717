import type { DeliveryFault } from '../../contract/deliveries.ts';
import { answerWithin } from './answer-within.ts';
import type { Breaker } from './breaker.ts';
import type { Message, Messenger, Sent } from './messenger.ts';
import { type Pace, pause } from './pace.ts';

type Accepted = Extract<Sent, { outcome: 'accepted' }>;

/** What came of one message on one way. */
export type Attempted =
  | Accepted
  /** `heldBack` where no provider was asked, for its address had opted out here. */
  | { outcome: 'failed'; fault: DeliveryFault; heldBack?: true }
  /** `error` is what its messenger threw, where it did. */
  | { outcome: 'unknown'; error: unknown };

/** One message, and who carries it. */
export interface Try {
  messenger: Messenger;
  breaker: Breaker;
  message: Message;
  /** What receipts told of it meanwhile; null where none came. */
  heard: () => Promise<Accepted | null>;
  /** By `performance.now()`; nobody wants the message after that. Infinity for one that does not grow old. */
  until: number;
  pace: Pace;
  ended: AbortSignal;
}

export interface Attempt extends Try {
  /** Waits longer than this are not worth it where there is another way, in milliseconds. */
  patience: number;
}

/** What one try came to, its fate asked after where no answer came. */
export type Tried = Exclude<Sent, { outcome: 'unknown' }> | { outcome: 'unknown'; error: unknown };

/**
 * Milliseconds before the try after `tries` of them: doubling, with jitter, and never sooner than the provider
 * asked (`retryAfter` in seconds).
 */
export const waitBeforeTry = (
  { firstWait, longestWait }: Pick<Pace, 'firstWait' | 'longestWait'>,
  tries: number,
  retryAfter: number | null,
  spread: number,
): number =>
  Math.max(Math.min(longestWait, firstWait * 2 ** (tries - 1)) * (1 - spread / 2), (retryAfter ?? 0) * 1_000);

/** Learns whether a message was taken that nobody answered for: from its receipts, or from the provider. */
export const fateOf = async (way: Try, error: unknown): Promise<Tried> => {
  const { messenger, message, pace, ended } = way;
  const heard = await way.heard();
  if (heard) return heard;
  const limit = { time: pace.find, ended, afterEnd: pace.lastWord, stop: pace.stop };
  const { said } = await answerWithin((signal) => messenger.find(message, signal), limit);
  switch (said?.found) {
    case 'taken':
      return { outcome: 'accepted', providerId: said.providerId, status: said.status };
    case 'absent':
      return { outcome: 'unavailable', fault: 'unavailable', retryAfter: null };
    default:
      return { outcome: 'unknown', error };
  }
};

/** A request that was cut off may still be at work over there. */
const reconcile = async (way: Try, error: unknown): Promise<Tried> => {
  await pause(way.pace.settle, way.ended);
  return fateOf(way, error);
};

const ask = async (way: Try): Promise<Tried> => {
  const { messenger, message, pace, until, ended } = way;
  const time = Math.max(1, Math.min(pace.giveUp, until - performance.now()));
  const limit = { time, ended, afterEnd: 0, stop: pace.stop };
  const answer = await answerWithin((signal) => messenger.send(message, signal), limit);
  if (answer.said === null) return reconcile(way, answer.error);
  return answer.said.outcome === 'unknown' ? reconcile(way, null) : answer.said;
};

/** Whether the provider is there at all; what we cut off ourselves says nothing of it. */
const tellBreaker = ({ breaker, ended }: Try, tried: Tried): void => {
  if (ended.aborted) return;
  const silent =
    tried.outcome === 'unknown' || (tried.outcome === 'unavailable' && tried.fault === 'unavailable');
  if (silent) breaker.failed(performance.now());
  else breaker.answered();
};

/** Sends a message once, and asks after it where no answer came. */
export const tryOnce = async (way: Try): Promise<Tried> => {
  const tried = await ask(way);
  tellBreaker(way, tried);
  return tried;
};

/** Why it must not be tried now; null where it may. */
export const hindrance = ({ breaker, until, ended }: Try): DeliveryFault | null => {
  if (ended.aborted) return 'interrupted';
  if (performance.now() >= until) return 'expired';
  return breaker.allows(performance.now()) ? null : 'unavailable';
};

/**
 * Sends one message one way: what may pass is tried again, a few times and not beyond the message's life; a
 * fate that cannot be learned is left at that, so that nothing is sent twice.
 */
export const attempt = async (way: Attempt): Promise<Attempted> => {
  const { until, patience, pace, ended } = way;
  for (let tries = 1; ; tries += 1) {
    const fault = hindrance(way);
    if (fault) return { outcome: 'failed', fault };
    const tried = await tryOnce(way);
    if (tried.outcome === 'refused') return { outcome: 'failed', fault: tried.fault };
    if (tried.outcome !== 'unavailable') return tried;
    const wait = waitBeforeTry(pace, tries, tried.retryAfter, Math.random());
    if (tries >= pace.tries || wait > patience || performance.now() + wait >= until)
      return { outcome: 'failed', fault: ended.aborted ? 'interrupted' : tried.fault };
    await pause(wait, ended);
  }
};
