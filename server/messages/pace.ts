/** How long sending waits for whom, in milliseconds. */
export interface Pace {
  /** A provider is given up on after this long, for one try. */
  giveUp: number;
  /** Whoever was told to stop has this long to say how far it came. */
  stop: number;
  /** A request that was cut off may still be at work over there: its fate is asked after this much later. */
  settle: number;
  /** Asking after a message takes this long at most. */
  find: number;
  /** Tries of one message on one way. */
  tries: number;
  firstWait: number;
  longestWait: number;
  /** Where there is another way, a wait for this one is short; the last way is waited for. */
  patience: { another: number; last: number };
  /** What came of a message is written down again this often, after these waits, while the database is away. */
  writeAgain: readonly number[];
  /** Whoever stops the process waits this long for what is under way, and then this long for its last word. */
  close: number;
  lastWord: number;
}

export const USUAL_PACE: Pace = {
  giveUp: 15_000,
  stop: 500,
  settle: 1_000,
  find: 5_000,
  tries: 4,
  firstWait: 500,
  longestWait: 30_000,
  patience: { another: 5_000, last: 60_000 },
  writeAgain: [1_000, 2_000, 4_000, 8_000, 15_000, 30_000],
  close: 4_000,
  lastWord: 2_000,
};

/** Ends early, without a word, when `ended` is. */
export const pause = (milliseconds: number, ended: AbortSignal): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  const wake = () => {
    clearTimeout(timer);
    resolve();
  };
  if (ended.aborted) wake();
  ended.addEventListener('abort', wake, { once: true });
  return promise.finally(() => ended.removeEventListener('abort', wake));
};
