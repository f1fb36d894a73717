import type { Deps } from '../deps.ts';
import { countingKey, networkOf } from '../network.ts';
import { findPerson } from '../people/find-person.ts';
import { Problem } from '../problem.ts';
import { hashSecret } from '../sessions/secret.ts';
import { countMiss, countRead, feedExists, selectSince } from './feed-rows.ts';
import { visitsFeed } from './published-calendar.ts';

const DAY_MS = 86_400_000;

/** So that a visit which was cancelled or moved after its day is set right in the calendar, too. */
const PAST_DAYS = 90;

const WINDOW_SECONDS = 15 * 60;

/** Readings of one feed, by all that subscribe to it: a busy doctor's takes a tenth of a second to write. */
const READS = { most: 30, seconds: WINDOW_SECONDS };

/** Addresses that lead nowhere, from one network. They can't be guessed; this keeps whoever tries from costing much. */
const MISSES = { most: 100, seconds: WINDOW_SECONDS };

/**
 * The calendar behind a secret address: all visits to come and those of the last 90 days. One that was never made,
 * was replaced or revoked, or is not even of the right form gets one answer, by the same steps.
 * @throws Problem `not_found`, `too_many_requests`
 */
export const readCalendarFeed = async (
  deps: Deps,
  { secret, address }: { secret: string; address: string },
): Promise<string> => {
  const { db, config, keys } = deps;
  const secretHash = hashSecret(secret);
  const personId = await countRead(db, secretHash, READS);
  const reader = personId === null ? null : await findPerson(db, personId);
  if (!reader) {
    const isSpent = await feedExists(db, secretHash);
    const networkKey = countingKey(keys.counting, 'network', networkOf(address));
    if (isSpent || !(await countMiss(db, networkKey, MISSES)))
      throw new Problem('too_many_requests', { retryAfter: WINDOW_SECONDS });
    throw new Problem('not_found');
  }
  const now = deps.now();
  const visits = await selectSince(db, reader.id, new Date(now.getTime() - PAST_DAYS * DAY_MS));
  return visitsFeed({ clinic: config, reader, now }, visits);
};
