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
  /** Milliseconds for whoever was told to stop to say how far it came. */
  stop: number;
}

/**
 * Waits for an answer no longer than its limit, whatever `ask` does: throw, at once or later, or pass over its
 * signal and never settle.
 */
export const answerWithin = async <T>(
  ask: (signal: AbortSignal) => Promise<T>,
  { time, ended, afterEnd, stop }: Limit,
): Promise<Answer<T>> => {
  const told = new AbortController();
  const { promise: silence, resolve } = Promise.withResolvers<Answer<T>>();
  const timers: NodeJS.Timeout[] = [];
  const halt = () => {
    told.abort();
    timers.push(setTimeout(() => resolve({ said: null, error: null }), stop));
  };
  const endSoon = () => void timers.push(setTimeout(halt, afterEnd));
  timers.push(setTimeout(halt, time));
  if (ended.aborted) endSoon();
  else ended.addEventListener('abort', endSoon, { once: true });
  const asked = Promise.resolve()
    .then(() => ask(told.signal))
    .then((said): Answer<T> => ({ said }))
    .catch((error: unknown): Answer<T> => ({ said: null, error }));
  try {
    return await Promise.race([asked, silence]);
  } finally {
    for (const timer of timers) clearTimeout(timer);
    ended.removeEventListener('abort', endSoon);
  }
};
