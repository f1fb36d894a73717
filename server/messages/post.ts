import { v7 as uuidv7 } from 'uuid';
import type { DeliveryFault } from '../../contract/deliveries.ts';
import {
  type Attempted,
  fateOf,
  hindrance,
  type Tried,
  type Try,
  tryOnce,
  waitBeforeTry,
} from './attempt.ts';
import { type Carrier, type Leg, recordLegOnce, tellOf, writeOutcome } from './ledger.ts';
import type { Desk } from './note-outcome.ts';
import type { CameOf, Posted, Posting } from './posting.ts';
import { selectTaken } from './rows.ts';
import type { Standing } from './visit-rows.ts';

/**
 * Where there is no other way, a message whose provider never answers is sent again, under the same id, so often at
 * most: it may come twice, but not never. Mail servers do the same (RFC 5321 §4.5.4.1).
 */
const MOST_UNANSWERED = 5;

/** Refusals that end when somebody at the clinic puts something right; where there is no other way, that is waited for. */
const OURS_TO_MEND: readonly DeliveryFault[] = [
  'credentials_refused',
  'account_suspended',
  'template_refused',
];

/** What an earlier try came to; null where it is still to be sent. */
const endOf = ({ status, fault, isBound }: Standing): Posted | null => {
  if (status === 'failed') return { posted: 'failed', fault: fault ?? 'unavailable' };
  if (status === 'unknown') return { posted: 'unknown' };
  return isBound || status !== 'queued' ? { posted: 'accepted' } : null;
};

/** What of a try goes into the ledger; null where the message stays as it is, to be tried again. */
const outcomeOf = (tried: Tried, posted: Posted): Attempted | null => {
  if (posted.posted === 'later') return null;
  if (tried.outcome === 'refused' || tried.outcome === 'unavailable')
    return { outcome: 'failed', fault: tried.fault };
  return tried;
};

const postedOf = ({ pace }: Desk, posting: Posting, tried: Tried, age: number): Posted => {
  const { tries, hasAnother, unanswered } = posting;
  const wait = (retryAfter: number | null) => waitBeforeTry(pace, tries, retryAfter, Math.random());
  switch (tried.outcome) {
    case 'accepted':
      return { posted: 'accepted' };
    case 'refused':
      return !hasAnother && OURS_TO_MEND.includes(tried.fault)
        ? { posted: 'later', after: pace.longestWait, inDoubt: false }
        : { posted: 'failed', fault: tried.fault };
    case 'unknown':
      return hasAnother || unanswered >= MOST_UNANSWERED
        ? { posted: 'unknown' }
        : { posted: 'later', after: wait(null), inDoubt: true };
    case 'unavailable': {
      const after = wait(tried.retryAfter);
      const isTooLong = hasAnother && age + after > pace.patience.another;
      return isTooLong
        ? { posted: 'failed', fault: tried.fault }
        : { posted: 'later', after, inDoubt: false };
    }
  }
};

const tryOf = (desk: Desk, { letter }: Posting, id: string, { messenger, breaker }: Carrier): Try => ({
  messenger,
  breaker,
  pace: desk.pace,
  ended: desk.ended,
  until: performance.now() + letter.life * 1_000,
  message: { id, ...letter.route, language: letter.language, body: letter.body, ...letter.words },
  heard: async () => {
    const taken = await selectTaken(desk.deps.db, id).catch(() => null);
    return taken && { outcome: 'accepted', ...taken };
  },
});

/** What a try before this one came to that nobody learned of; what can't be learned is tried again. */
const earlier = async (way: Try, { doubts }: Posting): Promise<Tried | null> => {
  if (doubts === 0) return null;
  const fate = await fateOf(way, null);
  return fate.outcome === 'accepted' ? fate : null;
};

const tryNow = async (posting: Posting, way: Try): Promise<Tried | Posted> => {
  const known = await earlier(way, posting);
  if (known) return known;
  const fault = hindrance(way);
  if (fault === 'interrupted') return { posted: 'later', after: 0, inDoubt: false };
  if (fault === 'expired') return { outcome: 'refused', fault };
  if (fault) return { outcome: 'unavailable', fault: 'unavailable', retryAfter: null };
  switch (await posting.mayLeave()) {
    case 'yes':
      return tryOnce(way);
    case 'lost':
      return { posted: 'lost' };
    case 'untrue':
      return { outcome: 'refused', fault: 'expired' };
  }
};

/**
 * Posts a letter once: it is in the ledger before it leaves, under one id for all of its tries, and one that a
 * provider took, or that failed for good, is never sent again. Where nothing is known of an earlier try, its
 * provider is asked first. What came of it is written down by `write`, which the caller may repeat.
 * @throws DatabaseUnavailable before anything was sent
 */
export const post = async (desk: Desk, posting: Posting, carrier: Carrier | null): Promise<CameOf> => {
  const { letter } = posting;
  const { deps } = desk;
  const nothing = async () => {};
  const fresh: Leg = { id: uuidv7(), insteadOf: null, route: letter.route, carrier };
  const standing = await recordLegOnce(deps, letter, fresh);
  // Removed with its person in this very moment.
  if (!standing) return { came: { posted: 'lost' }, write: nothing };
  const leg = { ...fresh, id: standing.id };
  const end = endOf(standing);
  if (end) return { came: end, write: nothing };
  const settle = (came: Posted, attempted: Attempted | null) => {
    if (attempted) tellOf(deps, leg, attempted);
    return { came, write: attempted ? () => writeOutcome(deps, leg, attempted) : nothing };
  };
  if (standing.optedOut)
    return settle(
      { posted: 'failed', fault: 'opted_out' },
      { outcome: 'failed', fault: 'opted_out', heldBack: true },
    );
  if (!carrier) {
    const fault = 'not_configured';
    return settle({ posted: 'failed', fault }, { outcome: 'failed', fault });
  }
  const tried = await tryNow(posting, tryOf(desk, posting, leg.id, carrier));
  if ('posted' in tried) return settle(tried, null);
  const came = postedOf(desk, posting, tried, standing.age);
  return settle(came, outcomeOf(tried, came));
};
