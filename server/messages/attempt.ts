import { setTimeout as pause } from 'node:timers/promises';
import type { DeliveryFault } from '../../contract/deliveries.ts';
import type { Breaker } from './breaker.ts';
import type { Message, Messenger, Sent } from './messenger.ts';

/** A provider is given up on after this long, for one try. */
const GIVE_UP_MS = 15_000;
const TRIES = 4;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/** What came of one message on one way. */
export type Attempted =
  | { outcome: 'accepted'; providerId: string; status: 'queued' | 'sent' }
  | { outcome: 'failed'; fault: DeliveryFault }
  | { outcome: 'unknown' };

export interface Attempt {
  messenger: Messenger;
  breaker: Breaker;
  message: Message;
  /** By `performance.now()`; nobody wants the message after that. Infinity for one that does not grow old. */
  until: number;
  /** Waits longer than this are not worth it where there is another way, in milliseconds. */
  patience: number;
  ended: AbortSignal;
}

/** Milliseconds before try number `tries` + 1: as the provider asked, else doubling, with jitter. */
export const waitBeforeTry = (tries: number, retryAfter: number | null, spread: number): number =>
  retryAfter === null
    ? Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries) * (1 - spread / 2)
    : retryAfter * 1_000;

const once = async ({ messenger, message, until, ended }: Attempt): Promise<Sent> => {
  const time = Math.max(1, Math.min(GIVE_UP_MS, until - performance.now()));
  const signal = AbortSignal.any([ended, AbortSignal.timeout(time)]);
  const sent = await messenger.send(message, signal).catch((): Sent => ({ outcome: 'unknown' }));
  if (sent.outcome !== 'unknown') return sent;
  const found = await messenger.find(message, AbortSignal.timeout(GIVE_UP_MS));
  switch (found.found) {
    case 'taken':
      return { outcome: 'accepted', providerId: found.providerId, status: found.status };
    case 'absent':
      return { outcome: 'unavailable', fault: 'unavailable', retryAfter: null };
    case 'untold':
      return sent;
  }
};

/**
 * Sends one message one way: what may pass is tried again, a few times and not beyond the message's life; a
 * fate that cannot be learned is left at that, so that nothing is sent twice.
 */
export const attempt = async (way: Attempt): Promise<Attempted> => {
  const { breaker, until, patience, ended } = way;
  for (let tries = 0; ; tries += 1) {
    if (performance.now() >= until) return { outcome: 'failed', fault: 'expired' };
    if (!breaker.allows(performance.now())) return { outcome: 'failed', fault: 'unavailable' };
    const sent = await once(way);
    if (sent.outcome === 'accepted' || sent.outcome === 'refused') breaker.answered();
    else if (sent.outcome === 'unknown' || sent.fault === 'unavailable') breaker.failed(performance.now());
    if (sent.outcome === 'refused') return { outcome: 'failed', fault: sent.fault };
    if (sent.outcome !== 'unavailable') return sent;
    const wait = waitBeforeTry(tries, sent.retryAfter, Math.random());
    const tooLate = performance.now() + wait >= until;
    if (tries + 1 >= TRIES || wait > patience || tooLate || ended.aborted) {
      return { outcome: 'failed', fault: tooLate ? 'expired' : sent.fault };
    }
    await pause(wait, undefined, { signal: ended }).catch(() => {});
  }
};
