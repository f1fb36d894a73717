import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';
import type { SignedIn } from '../signed-in.ts';
import { wasOpenedWithin } from './rows.ts';
import { lifetimeOf } from './session-lifetime.ts';

/** What could take an account from its owner needs a sign-in that is at most this old. */
const FRESH_SECONDS = 10 * 60;

/** @throws Problem `sign_in_again` */
export const assertJustSignedIn = async (
  { db }: Pick<Deps, 'db'>,
  { sessionId, person }: Pick<SignedIn, 'sessionId' | 'person'>,
): Promise<void> => {
  const { absoluteSeconds } = lifetimeOf(person.role);
  const fresh = await wasOpenedWithin(db, { sessionId, seconds: FRESH_SECONDS, absoluteSeconds });
  if (!fresh) throw new Problem('sign_in_again');
};
