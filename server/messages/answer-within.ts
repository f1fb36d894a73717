/** Whoever was told to stop has this long to say how far it came, in milliseconds. */
const LAST_WORD_MS = 500;

export type Answer<T> =
  | { said: T }
  /** It did not answer in time, or threw `error`. */
  | { said: null; error: unknown };

export interface Limit {
  /** Milliseconds. */
  time: number;
  ended: AbortSignal;
  /** Milliseconds that are left to it after `ended`. */
  afterEnd: number;
}

/**
 * Waits for an answer no longer than its limit, whatever `ask` does: throw, at once or later, or pass over its
 * signal and never settle.
 */
export const answerWithin = async <T>(
  ask: (signal: AbortSignal) => Promise<T>,
  { time, ended, afterEnd }: Limit,
): Promise<Answer<T>> => {
  const stop = new AbortController();
  const { promise: silence, resolve } = Promise.withResolvers<Answer<T>>();
  const timers: NodeJS.Timeout[] = [];
  const halt = () => {
    stop.abort();
    timers.push(setTimeout(() => resolve({ said: null, error: null }), LAST_WORD_MS));
  };
  const endSoon = () => void timers.push(setTimeout(halt, afterEnd));
  timers.push(setTimeout(halt, time));
  if (ended.aborted) endSoon();
  else ended.addEventListener('abort', endSoon, { once: true });
  const asked = Promise.resolve()
    .then(() => ask(stop.signal))
    .then((said): Answer<T> => ({ said }))
    .catch((error: unknown): Answer<T> => ({ said: null, error }));
  try {
    return await Promise.race([asked, silence]);
  } finally {
    for (const timer of timers) clearTimeout(timer);
    ended.removeEventListener('abort', endSoon);
  }
};
