import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ApiProblem } from '../api.ts';
import { ASKS_FOR_MS, askUntilAnswered } from './ask-until-answered.ts';

const unreached = new ApiProblem(0, 'unreachable', '', null);
const refused = new ApiProblem(409, 'not_joinable', '', null);

/** A clinic that does not answer before this many milliseconds have passed. */
const clinicThatIsBack = (after: number) => {
  const from = Date.now();
  const asked: number[] = [];
  const ask = async (): Promise<string> => {
    asked.push(Date.now() - from);
    if (Date.now() - from < after) throw unreached;
    return 'a ticket';
  };
  return { ask, asked };
};

describe('a clinic that does not answer', () => {
  let over: AbortController;
  let unanswered: number;
  const ways = () => ({
    signal: over.signal,
    unanswered: () => {
      unanswered += 1;
    },
  });

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('window', new EventTarget());
    over = new AbortController();
    unanswered = 0;
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  test('for a minute is asked every four seconds until it does', async () => {
    const { ask, asked } = clinicThatIsBack(60_000);
    const ticket = askUntilAnswered(ask, ways());
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await ticket).toBe('a ticket');
    expect(asked).toEqual(Array.from({ length: 16 }, (_, count) => count * 4_000));
    expect(unanswered).toBe(15);
  });

  test('is asked at once when the device is on a network again', async () => {
    const { ask, asked } = clinicThatIsBack(1_000);
    const ticket = askUntilAnswered(ask, ways());
    await vi.advanceTimersByTimeAsync(1_500);
    window.dispatchEvent(new Event('online'));
    expect(await ticket).toBe('a ticket');
    expect(asked).toEqual([0, 1_500]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('for two minutes is not asked any more', async () => {
    const { ask, asked } = clinicThatIsBack(ASKS_FOR_MS * 2);
    const ticket = askUntilAnswered(ask, ways());
    ticket.catch(() => {});
    await vi.advanceTimersByTimeAsync(ASKS_FOR_MS * 2);
    await expect(ticket).rejects.toBe(unreached);
    expect(asked.at(-1)).toBe(ASKS_FOR_MS);
  });

  test('is not asked again when it refuses, nor once nobody waits', async () => {
    const refusing = vi.fn(() => Promise.reject(refused));
    await expect(askUntilAnswered(refusing, ways())).rejects.toBe(refused);
    expect(refusing).toHaveBeenCalledOnce();
    const { ask, asked } = clinicThatIsBack(ASKS_FOR_MS);
    const ticket = askUntilAnswered(ask, ways());
    ticket.catch(() => {});
    await vi.advanceTimersByTimeAsync(1_000);
    over.abort();
    await expect(ticket).rejects.toThrow('aborted');
    expect(asked).toEqual([0]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
