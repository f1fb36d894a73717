import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Attempt, type Attempted, attempt, waitBeforeTry } from './attempt.ts';
import { Breaker } from './breaker.ts';
import type { Found, Message, Sent } from './messenger.ts';
import { USUAL_PACE } from './pace.ts';

const MESSAGE: Message = {
  id: '019bfd1c-0000-7000-8000-000000000001',
  channel: 'sms',
  to: '+12125550100',
  language: 'en',
  subject: null,
  text: '123456 is your code',
  body: { kind: 'code', code: '123456', minutes: 10 },
};
const ACCEPTED = { outcome: 'accepted', providerId: 'SM1', status: 'queued' } as const;
const DOWN = { outcome: 'unavailable', fault: 'unavailable', retryAfter: null } as const;
const tooMany = (retryAfter: number | null) =>
  ({ outcome: 'unavailable', fault: 'rate_limited', retryAfter }) as const;

const never = () => new Promise<never>(() => {});

type Say = (signal: AbortSignal) => Promise<Sent>;

interface Scene {
  /** What is said to each try, in order; to every further one what the last was told. */
  says: readonly [Say | Sent, ...(Say | Sent)[]];
  find?: (signal: AbortSignal) => Promise<Found>;
  over?: Partial<Attempt>;
}

/** One attempt with the clock in our hand: what came of it, and when each try was made. */
const play = ({ says, find, over = {} }: Scene) => {
  const triedAt: number[] = [];
  const askedAt: number[] = [];
  const end = new AbortController();
  const began = performance.now();
  let came: Attempted | null = null;
  const done = attempt({
    messenger: {
      name: 'recording',
      channels: ['sms'],
      send: (_message, signal) => {
        const say = says[Math.min(triedAt.length, says.length - 1)] ?? ACCEPTED;
        triedAt.push(performance.now() - began);
        return typeof say === 'function' ? say(signal) : Promise.resolve(say);
      },
      find: (_message, signal) => {
        askedAt.push(performance.now() - began);
        return find ? find(signal) : Promise.resolve({ found: 'untold' });
      },
    },
    breaker: new Breaker(),
    message: MESSAGE,
    heard: async () => null,
    until: began + 600_000,
    patience: USUAL_PACE.patience.last,
    pace: USUAL_PACE,
    ended: end.signal,
    ...over,
  }).then((outcome) => {
    came = outcome;
    return outcome;
  });
  return { done, triedAt, askedAt, end, came: () => came };
};

const UNKNOWN = { outcome: 'unknown', error: null };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('one message on one way', () => {
  it('is sent once where the provider takes it', async () => {
    const { done, triedAt } = play({ says: [ACCEPTED] });
    await vi.runAllTimersAsync();
    expect(await done).toEqual(ACCEPTED);
    expect(triedAt).toHaveLength(1);
  });

  it('is sent once where the provider will never take it', async () => {
    const { done, triedAt } = play({ says: [{ outcome: 'refused', fault: 'address_invalid' }] });
    await vi.runAllTimersAsync();
    expect(await done).toEqual({ outcome: 'failed', fault: 'address_invalid' });
    expect(triedAt).toHaveLength(1);
  });

  it('is tried four times in all where the provider is away, each time after a longer wait', async () => {
    const { done, triedAt } = play({ says: [DOWN] });
    await vi.runAllTimersAsync();
    expect(await done).toEqual({ outcome: 'failed', fault: 'unavailable' });
    expect(triedAt).toEqual([0, 500, 1_500, 3_500]);
  });

  it('arrives where the provider comes back in between', async () => {
    const { done, triedAt } = play({ says: [DOWN, DOWN, ACCEPTED] });
    await vi.runAllTimersAsync();
    expect(await done).toEqual(ACCEPTED);
    expect(triedAt).toHaveLength(3);
  });

  it('is not tried again sooner than the provider asked for', async () => {
    const { done, triedAt } = play({ says: [tooMany(17), ACCEPTED] });
    await vi.advanceTimersByTimeAsync(16_999);
    expect(triedAt).toEqual([0]);
    await vi.runAllTimersAsync();
    expect(await done).toEqual(ACCEPTED);
    expect(triedAt).toEqual([0, 17_000]);
  });

  it('is given up at once where the provider asks for more patience than there is', async () => {
    const { done, triedAt, came } = play({ says: [tooMany(6)], over: { patience: 5_000 } });
    await vi.advanceTimersByTimeAsync(1);
    expect(came()).toEqual({ outcome: 'failed', fault: 'rate_limited' });
    await done;
    expect(triedAt).toEqual([0]);
  });

  it('is never tried after its life', async () => {
    const { done, triedAt } = play({ says: [tooMany(17)], over: { until: performance.now() + 10_000 } });
    await vi.runAllTimersAsync();
    expect(await done).toEqual({ outcome: 'failed', fault: 'rate_limited' });
    expect(triedAt).toEqual([0]);
    const late = play({ says: [ACCEPTED], over: { until: performance.now() } });
    await vi.runAllTimersAsync();
    expect(await late.done).toEqual({ outcome: 'failed', fault: 'expired' });
    expect(late.triedAt).toEqual([]);
  });

  it('is cut off at the end of its life', async () => {
    const { done, came } = play({
      says: [
        (signal) => new Promise((settle) => signal.addEventListener('abort', () => settle(UNKNOWN_SENT))),
      ],
      over: { until: performance.now() + 3_000 },
    });
    await vi.advanceTimersByTimeAsync(3_000 + USUAL_PACE.settle);
    expect(came()).toEqual(UNKNOWN);
    await done;
  });
});

const UNKNOWN_SENT: Sent = { outcome: 'unknown' };

describe('a message whose fate is unknown', () => {
  it.each<[string, Say]>([
    ['the connection broke', async () => UNKNOWN_SENT],
    ['its messenger threw', () => Promise.reject(new Error('reset'))],
    [
      'its messenger threw at once',
      () => {
        throw new Error('at once');
      },
    ],
    ['nothing was ever answered, not even to the signal', never],
  ])('is asked after before anything else: %s', async (_why, say) => {
    const { done, triedAt, askedAt } = play({ says: [say], find: async () => ({ found: 'untold' }) });
    await vi.runAllTimersAsync();
    expect(await done).toMatchObject({ outcome: 'unknown' });
    expect(triedAt).toHaveLength(1);
    expect(askedAt).toHaveLength(1);
  });

  it('was taken, and is not sent again', async () => {
    const found = { found: 'taken', providerId: 'SM7', status: 'sent' } as const;
    const { done, triedAt } = play({ says: [UNKNOWN_SENT], find: async () => found });
    await vi.runAllTimersAsync();
    expect(await done).toEqual({ outcome: 'accepted', providerId: 'SM7', status: 'sent' });
    expect(triedAt).toHaveLength(1);
  });

  it('is sent again only where the provider certainly has none', async () => {
    const { done, triedAt } = play({
      says: [UNKNOWN_SENT, ACCEPTED],
      find: async () => ({ found: 'absent' }),
    });
    await vi.runAllTimersAsync();
    expect(await done).toEqual(ACCEPTED);
    expect(triedAt).toHaveLength(2);
  });

  it('gets a moment to turn up over there', async () => {
    const { done, askedAt } = play({ says: [UNKNOWN_SENT] });
    await vi.runAllTimersAsync();
    await done;
    expect(askedAt).toEqual([USUAL_PACE.settle]);
  });

  it('needs no asking where its receipt came meanwhile', async () => {
    const { done, askedAt } = play({ says: [UNKNOWN_SENT], over: { heard: async () => ACCEPTED } });
    await vi.runAllTimersAsync();
    expect(await done).toEqual(ACCEPTED);
    expect(askedAt).toEqual([]);
  });

  it.each<[string, () => Promise<Found>]>([
    ['throws', () => Promise.reject(new Error('no'))],
    ['never settles', never],
  ])('stays unknown, and is not sent again, where the asking %s', async (_how, find) => {
    const { done, triedAt } = play({ says: [UNKNOWN_SENT], find });
    await vi.runAllTimersAsync();
    expect(await done).toEqual(UNKNOWN);
    expect(triedAt).toHaveLength(1);
  });

  it('holds nobody up for longer than the limits say', async () => {
    const { came, done } = play({ says: [never], find: never });
    const { giveUp, stop, settle, find } = USUAL_PACE;
    await vi.advanceTimersByTimeAsync(giveUp + settle + find + 2 * stop);
    expect(came()).toEqual(UNKNOWN);
    await done;
  });
});

describe('the end of the process', () => {
  it('cuts off a message in flight, and still asks after it', async () => {
    const { end, askedAt, done } = play({ says: [never] });
    await vi.advanceTimersByTimeAsync(1_000);
    end.abort();
    await vi.advanceTimersByTimeAsync(500);
    expect(await done).toEqual(UNKNOWN);
    expect(askedAt).toHaveLength(1);
  });

  it('starts no further try', async () => {
    const { end, triedAt, done } = play({ says: [DOWN] });
    await vi.advanceTimersByTimeAsync(100);
    end.abort();
    await vi.advanceTimersByTimeAsync(0);
    expect(await done).toEqual({ outcome: 'failed', fault: 'interrupted' });
    expect(triedAt).toHaveLength(1);
  });
});

describe('a provider that fails', () => {
  it('is left alone by the messages after it, and tried by one of them', async () => {
    const breaker = new Breaker();
    const scenes = Array.from({ length: 3 }, () => play({ says: [DOWN], over: { breaker } }));
    await vi.runAllTimersAsync();
    for (const { done } of scenes) await done;
    const asked = scenes.flatMap(({ triedAt }) => triedAt).length;
    expect(asked).toBeGreaterThanOrEqual(5);
    expect(asked).toBeLessThan(8);
    const kept = play({ says: [ACCEPTED], over: { breaker } });
    await vi.advanceTimersByTimeAsync(0);
    expect(kept.came()).toEqual({ outcome: 'failed', fault: 'unavailable' });
    expect(kept.triedAt).toEqual([]);
    await vi.advanceTimersByTimeAsync(30_000);
    const probe = play({ says: [ACCEPTED], over: { breaker } });
    await vi.advanceTimersByTimeAsync(0);
    expect(probe.came()).toEqual(ACCEPTED);
  });

  it('is not the one that says no, or asks for patience', async () => {
    const breaker = new Breaker();
    for (let time = 0; time < 10; time += 1) {
      const scene = play({
        says: [time % 2 === 0 ? tooMany(60) : { outcome: 'refused', fault: 'blocked' }],
        over: { breaker, patience: 0 },
      });
      await vi.advanceTimersByTimeAsync(0);
      await scene.done;
    }
    expect(breaker.allows(performance.now())).toBe(true);
  });
});

describe('the wait before a try', () => {
  it.each([
    [1, null, 0, 500],
    [2, null, 0, 1_000],
    [3, null, 1, 1_000],
    [12, null, 0, 30_000],
    [1, 17, 0, 17_000],
    [1, 0, 0, 500],
  ])('after %i tries, asked for %s seconds, spread %d: %i ms', (tries, retryAfter, spread, wait) => {
    expect(waitBeforeTry(USUAL_PACE, tries, retryAfter, spread)).toBe(wait);
  });
});
