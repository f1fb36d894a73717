import { timesTakenSince } from '../audit/times-taken-since.ts';
import type { Tx } from '../database/database.ts';
import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';
import type { Acting } from './booking-rules.ts';

/** Enough for a family that can't decide. Each is told to two people at once, over ways that cost. */
const TIMES_A_DAY = 30;
const DAY_MS = 24 * 60 * 60_000;

/**
 * A patient books and moves at most thirty times in any 24 hours, together: nobody can make the clinic send
 * without end. Cancelling is always free, and there is never more to cancel. Staff are not counted.
 * @throws Problem `too_many_requests`, with the seconds until the next is taken
 */
export const assertFewTimes = async (
  { now }: Pick<Deps, 'now'>,
  tx: Tx,
  { personId, acting }: { personId: string; acting: Acting },
): Promise<void> => {
  if (acting !== 'patient') return;
  const since = new Date(now().getTime() - DAY_MS);
  const taken = await timesTakenSince(tx, { actorId: personId, since, most: TIMES_A_DAY });
  const oldest = taken[TIMES_A_DAY - 1];
  if (!oldest) return;
  throw new Problem('too_many_requests', {
    detail: 'You have changed your visits very often today. Please call the clinic, or try again tomorrow.',
    retryAfter: (oldest.getTime() - since.getTime()) / 1_000,
  });
};
