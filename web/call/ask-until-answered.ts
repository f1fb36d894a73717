import { failureOfRenewal } from './failure.ts';
import { watchNetwork } from './network-change.ts';

const AGAIN_MS = 4_000;
/** A lift, a tunnel, a server that is exchanged. Longer than this, a person would rather be told. */
export const ASKS_FOR_MS = 120_000;

const untilNext = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const over = new AbortController();
    const done = (): void => {
      clearTimeout(timer);
      over.abort();
      resolve();
    };
    const timer = setTimeout(done, AGAIN_MS);
    watchNetwork(done, over.signal);
    signal.addEventListener('abort', done, { once: true, signal: over.signal });
  });

interface Asking {
  /** Aborts when nobody waits for the answer any more. */
  signal: AbortSignal;
  /** It was not answered, and is asked again after a while, or as soon as the device is on a network again. */
  unanswered: () => void;
}

/**
 * Asks the clinic for as long as it does not answer, two minutes at most.
 * @throws ApiProblem a refusal, or what passes by itself and did not in that time; an `AbortError` once `signal` aborts
 */
export const askUntilAnswered = async <T>(
  ask: () => Promise<T>,
  { signal, unanswered }: Asking,
): Promise<T> => {
  const until = Date.now() + ASKS_FOR_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (failureOfRenewal(error) !== null || signal.aborted || Date.now() >= until) throw error;
    }
    unanswered();
    await untilNext(signal);
    signal.throwIfAborted();
  }
};
