import { setTimeout as pause } from 'node:timers/promises';
import type { Appointment } from '../appointments/appointment.ts';
import { findAmongMany } from '../appointments/find-appointment.ts';
import { DatabaseUnavailable } from '../database/database.ts';
import { gather } from '../database/gather.ts';
import type { Deps } from '../deps.ts';
import type { Posted } from '../messages/posting.ts';
import { findAmongPeople } from '../people/find-person.ts';
import type { Person } from '../people/person.ts';
import { judge, type Verdict } from './judge.ts';
import { letterTo } from './letter.ts';
import { countEnd, observeLateness } from './metrics.ts';
import { type Claim, type Settlement, selectHeld, settleClaims } from './queue-rows.ts';
import { waysTo } from './ways.ts';
import type { WorkerLease } from './worker-lease.ts';

/** What came of one claim: it ended so, or waits for another try, or is somebody else's by now. */
type Came = { outcome: string } | { outcome: null; after: number; inDoubt: boolean } | 'lost';

/** Waits between tries to write down what came of a message while the database is away, in milliseconds. */
const WRITE_AGAIN_MS = [100, 250, 500, 1_000, 1_000, 2_000, 2_000, 5_000, 5_000, 10_000, 15_000, 15_000];

/** Runs it until the database takes it. What was sent is sent: that is written down, however late. */
const untilWritten = async <T>(write: () => Promise<T>): Promise<T> => {
  for (const wait of WRITE_AGAIN_MS) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) throw error;
      await pause(wait);
    }
  }
  return write();
};

/** What is true of a claim at this moment. */
interface Standing {
  visit: Appointment | null;
  person: Person | null;
  laterDue: boolean;
}

/** `term` is the lease's when the claim was made. */
export type Deliver = (claim: Claim, term: number) => Promise<void>;

/** How the claims of one worker are delivered. */
export const deliverWith = (deps: Deps, lease: WorkerLease): Deliver => {
  const { db, dispatcher } = deps;
  const held = gather((claims: readonly Claim[]) => selectHeld(db, lease.id, claims));
  const settle = gather((settlements: readonly Settlement[]) => settleClaims(db, lease.id, settlements));

  /** Null where somebody else has it by now. */
  const standingOf = async (claim: Claim): Promise<Standing | null> => {
    const [visit, person] = await Promise.all([
      findAmongMany(db, claim.appointmentId),
      findAmongPeople(db, claim.personId),
    ]);
    const mine = await held(claim);
    return mine && { visit, person, laterDue: mine.laterDue };
  };

  const verdictOn = (claim: Claim, { visit, person, laterDue }: Standing): Verdict =>
    visit && person ? judge(claim, visit, laterDue, deps.now()) : 'untrue';

  /** The visit may be moved, and the claim lost, while the message is on its way to its provider. */
  const mayLeave = async (claim: Claim, term: number): Promise<'yes' | 'lost' | 'untrue'> => {
    const standing = await standingOf(claim);
    if (!standing || !lease.isHeld(term)) return 'lost';
    return verdictOn(claim, standing) === 'true' ? 'yes' : 'untrue';
  };

  const postOver = async (claim: Claim, term: number, visit: Appointment, person: Person): Promise<Came> => {
    const ways = waysTo(person, claim.line, dispatcher.channels);
    let last: Posted | null = null;
    for (const [index, route] of ways.entries()) {
      const { came, write } = await dispatcher.post({
        letter: letterTo(deps, { claim, visit, person, route }),
        hasAnother: index < ways.length - 1,
        tries: claim.claims,
        doubts: claim.doubts,
        unanswered: claim.unanswered,
        mayLeave: () => mayLeave(claim, term),
      });
      await untilWritten(write);
      if (came.posted === 'accepted') return { outcome: 'sent' };
      if (came.posted === 'later') return { outcome: null, after: came.after, inDoubt: came.inDoubt };
      if (came.posted === 'lost') return 'lost';
      if (came.posted === 'failed' && came.fault === 'expired') return { outcome: 'untrue' };
      last = came;
    }
    return { outcome: last?.posted ?? 'no_way' };
  };

  const work = async (claim: Claim, term: number): Promise<Came> => {
    const standing = await standingOf(claim);
    if (!standing) return 'lost';
    const { visit, person } = standing;
    const verdict = verdictOn(claim, standing);
    return verdict === 'true' && visit && person
      ? postOver(claim, term, visit, person)
      : { outcome: verdict };
  };

  return async (claim, term) => {
    const came = await work(claim, term);
    if (came === 'lost') return;
    const isWritten = await untilWritten(() => settle({ id: claim.id, claims: claim.claims, ...came }));
    if (!isWritten || came.outcome === null) return;
    countEnd(claim.kind, came.outcome);
    if (came.outcome === 'sent') observeLateness(claim.kind, deps.now().getTime() - claim.dueAt.getTime());
  };
};
