import { v7 as uuidv7 } from 'uuid';
import { atMost } from './at-most.ts';
import { type Attempted, attempt } from './attempt.ts';
import { Breaker } from './breaker.ts';
import type { Dispatched, Dispatcher, Order, Outcome, Route } from './dispatcher.ts';
import { type Carrier, type LedgerDeps, type Leg, recordLeg } from './ledger.ts';
import type { Messenger } from './messenger.ts';
import { type Desk, noteOutcome } from './note-outcome.ts';
import { type Pace, USUAL_PACE } from './pace.ts';
import { post } from './post.ts';
import { selectTaken } from './rows.ts';

/** What one dispatcher is made of. */
interface Office extends Desk {
  legOf: (route: Route, insteadOf: string | null, id?: string) => Leg;
}

/** Seconds that a message has left at `until`. */
const lifeLeft = (until: number): number | null =>
  until === Number.POSITIVE_INFINITY ? null : Math.max(0, (until - performance.now()) / 1_000);

const carry = async (
  { deps, pace, ended }: Office,
  order: Order,
  { id, route, carrier }: Leg,
  limits: { until: number; patience: number },
): Promise<Attempted> => {
  if (!carrier) return { outcome: 'failed', fault: 'not_configured' };
  const message = { id, ...route, language: order.language, body: order.body, ...order.words(route.channel) };
  const heard = async () => {
    const taken = await selectTaken(deps.db, id).catch(() => null);
    return taken && { outcome: 'accepted' as const, ...taken };
  };
  return attempt({ ...carrier, ...limits, message, heard, pace, ended });
};

const outcomeOf = ({ id, route: { channel }, carrier }: Leg, came: Attempted): Outcome => {
  switch (came.outcome) {
    case 'accepted':
      return { outcome: 'accepted', id, channel, provider: carrier?.messenger.name ?? '' };
    case 'unknown':
      return { outcome: 'unknown', id, channel };
    case 'failed':
      return { outcome: 'failed', id, channel, fault: came.fault };
  }
};

/** Carries an order over its ways, one after the other, until one takes it or nobody wants it any more. */
const carryAll = async (
  office: Office,
  order: Order,
  first: Leg & { optedOut: boolean },
  until: number,
): Promise<Outcome> => {
  const { deps, pace, ended, legOf } = office;
  const rest = order.routes.slice(1);
  let leg: Leg = first;
  let { optedOut } = first;
  for (;;) {
    const patience = rest.length > 0 ? pace.patience.another : pace.patience.last;
    const came: Attempted = optedOut
      ? { outcome: 'failed', fault: 'opted_out', heldBack: true }
      : await carry(office, order, leg, { until, patience });
    await noteOutcome(office, leg, came);
    const another = came.outcome === 'failed' ? rest.shift() : undefined;
    if (!another || performance.now() >= until || ended.aborted) return outcomeOf(leg, came);
    leg = legOf(another, leg.id);
    optedOut = await recordLeg(deps, order, leg, lifeLeft(until));
  }
};

const dispatchFrom = (office: Office, order: Order): Dispatched => {
  const { deps } = office;
  const leg = office.legOf(order.routes[0], null, order.id);
  const until = order.life === null ? Number.POSITIVE_INFINITY : performance.now() + order.life * 1_000;
  const written = recordLeg(deps, order, leg, order.life);
  const settled = written
    .then((optedOut) => carryAll(office, order, { ...leg, optedOut }, until))
    .catch((error: unknown): Outcome => {
      deps.log.error({ err: error, messageId: leg.id }, 'a message could not be carried');
      return outcomeOf(leg, { outcome: 'failed', fault: 'unavailable' });
    });
  office.keep(settled);
  const recorded = written.then(() => {});
  // Who does not wait for the ledger still learns of a failure from `settled`.
  recorded.catch(() => {});
  return { id: leg.id, recorded, settled };
};

/**
 * Starts sending over these providers; for a way that two of them have, the first is taken. Once it was closed,
 * an order is written down and ends as `interrupted`.
 */
export const startDispatcher = (
  deps: LedgerDeps,
  messengers: readonly Messenger[],
  pace: Pace = USUAL_PACE,
): Dispatcher => {
  const carriers = messengers.map((messenger): Carrier => ({ messenger, breaker: new Breaker() }));
  const carrierOf = ({ channel }: Route): Carrier | null =>
    carriers.find(({ messenger }) => messenger.channels.includes(channel)) ?? null;
  const under = new Set<Promise<unknown>>();
  const ended = new AbortController();
  let closing = false;
  const office: Office = {
    deps,
    pace,
    ended: ended.signal,
    legOf: (route, insteadOf, id = uuidv7()) => ({ id, insteadOf, route, carrier: carrierOf(route) }),
    keep: (work) => {
      under.add(work);
      void work.finally(() => under.delete(work));
    },
  };
  return {
    channels: [...new Set(messengers.flatMap(({ channels }) => channels))],
    dispatch: (order) => dispatchFrom(closing ? { ...office, ended: AbortSignal.abort() } : office, order),
    post: (posting) => {
      const posted = post(office, posting, carrierOf(posting.letter.route));
      office.keep(posted.catch(() => {}));
      return posted;
    },
    close: async () => {
      closing = true;
      await atMost(pace.close, under);
      ended.abort();
      // What was cut off is asked after and written down.
      await atMost(2 * pace.lastWord, under);
    },
  };
};
