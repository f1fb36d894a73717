import type { Dispatched, Outcome } from './dispatcher.ts';

/** What came of a message by then; null where nothing has yet, and it is still on its way. */
export const outcomeWithin = async (
  { settled }: Dispatched,
  milliseconds: number,
): Promise<Outcome | null> => {
  const { promise: patience, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), milliseconds);
  try {
    return await Promise.race([settled, patience]);
  } finally {
    clearTimeout(timer);
  }
};
