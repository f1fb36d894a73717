import { v7 as uuidv7 } from 'uuid';
import type { Deps } from '../deps.ts';
import { countingKey } from '../network.ts';
import { maskedEmail, maskedPhone, readPhoneNumber } from '../people/phone-number.ts';
import { type Attempted, attempt } from './attempt.ts';
import { Breaker } from './breaker.ts';
import type { Dispatched, Dispatcher, Order, Outcome, Route } from './dispatcher.ts';
import type { Messenger } from './messenger.ts';
import { bindProviderId, insertMessage, isOptedOut, moveForward } from './rows.ts';

/** Where there is another way, a wait for this one is short; the last way is waited for, in milliseconds. */
const PATIENCE_MS = { another: 5_000, last: 60_000 } as const;
/** Whoever stops the process waits this long for what is under way. */
const CLOSE_MS = 4_000;

interface Carrier {
  messenger: Messenger;
  breaker: Breaker;
}

/** One row of the ledger: one order on one way. */
interface Leg {
  id: string;
  insteadOf: string | null;
  route: Route;
  carrier: Carrier | null;
}

type DispatcherDeps = Pick<Deps, 'db' | 'log' | 'keys'>;

const addressKeyOf = ({ keys }: DispatcherDeps, { channel, to }: Route): Uint8Array =>
  countingKey(keys.counting, channel === 'email' ? 'email' : 'number', to);

const record = (deps: DispatcherDeps, order: Order, { id, insteadOf, route, carrier }: Leg): Promise<void> =>
  insertMessage(deps.db, {
    id,
    insteadOf,
    personId: order.personId,
    kind: order.kind,
    channel: route.channel,
    addressKey: addressKeyOf(deps, route),
    toMasked: route.channel === 'email' ? maskedEmail(route.to) : maskedPhone(route.to),
    country: route.channel === 'email' ? null : (readPhoneNumber(route.to)?.country ?? null),
    provider: carrier?.messenger.name ?? null,
    life: order.life,
  });

const carry = async (
  deps: DispatcherDeps,
  order: Order,
  { id, route, carrier }: Leg,
  limits: { until: number; patience: number; ended: AbortSignal },
): Promise<Attempted> => {
  if (!carrier) return { outcome: 'failed', fault: 'not_configured' };
  if (await isOptedOut(deps.db, addressKeyOf(deps, route), route.channel)) {
    return { outcome: 'failed', fault: 'opted_out' };
  }
  const message = { id, ...route, language: order.language, body: order.body, ...order.words(route.channel) };
  return attempt({ ...carrier, ...limits, message });
};

/** Writes down what came of a leg. Where that fails the message is still where it is: nothing is sent again. */
const note = (deps: DispatcherDeps, leg: Leg, came: Attempted): Promise<void> =>
  noteOrThrow(deps, leg, came).catch((error: unknown) =>
    deps.log.error({ err: error, messageId: leg.id }, 'what came of a message could not be written down'),
  );

const noteOrThrow = async (deps: DispatcherDeps, { id, carrier }: Leg, came: Attempted): Promise<void> => {
  const now = { at: null, fault: null };
  if (came.outcome === 'failed') {
    deps.log.warn({ messageId: id, provider: carrier?.messenger.name, fault: came.fault }, 'not sent');
    await moveForward(deps.db, id, { ...now, status: 'failed', fault: came.fault });
  } else if (came.outcome === 'unknown') {
    deps.log.warn({ messageId: id, provider: carrier?.messenger.name }, 'the provider never said');
    await moveForward(deps.db, id, { ...now, status: 'unknown' });
  } else {
    if (came.status === 'sent') await moveForward(deps.db, id, { ...now, status: 'sent' });
    if (carrier)
      await bindProviderId(deps.db, id, { provider: carrier.messenger.name, providerId: came.providerId });
  }
};

/** Carries an order over its ways, one after the other, until one takes it or nobody wants it any more. */
const carryAll = async (
  deps: DispatcherDeps,
  order: Order,
  first: Leg,
  next: (route: Route, insteadOf: string) => Leg,
  ended: AbortSignal,
): Promise<Outcome> => {
  const until = order.life === null ? Number.POSITIVE_INFINITY : performance.now() + order.life * 1_000;
  const rest = order.routes.slice(1);
  let leg = first;
  for (;;) {
    const patience = rest.length > 0 ? PATIENCE_MS.another : PATIENCE_MS.last;
    const came = await carry(deps, order, leg, { until, patience, ended });
    await note(deps, leg, came);
    const { id, route } = leg;
    if (came.outcome === 'accepted') {
      return { outcome: 'accepted', id, channel: route.channel, provider: leg.carrier?.messenger.name ?? '' };
    }
    if (came.outcome === 'unknown') return { outcome: 'unknown', id, channel: route.channel };
    const another = rest.shift();
    if (!another || performance.now() >= until || ended.aborted) {
      return { outcome: 'failed', id, channel: route.channel, fault: came.fault };
    }
    leg = next(another, id);
    await record(deps, order, leg);
  }
};

/** Starts sending over these providers; for a way that two of them have, the first is taken. */
export const startDispatcher = (deps: DispatcherDeps, messengers: readonly Messenger[]): Dispatcher => {
  const carriers = messengers.map((messenger): Carrier => ({ messenger, breaker: new Breaker() }));
  const under = new Set<Promise<unknown>>();
  const ended = new AbortController();
  const legOf = (route: Route, insteadOf: string | null, id = uuidv7()): Leg => ({
    id,
    insteadOf,
    route,
    carrier: carriers.find(({ messenger }) => messenger.channels.includes(route.channel)) ?? null,
  });

  const dispatch = (order: Order): Dispatched => {
    const leg = legOf(order.routes[0], null, order.id);
    const recorded = record(deps, order, leg);
    const settled = recorded
      .then(() => carryAll(deps, order, leg, legOf, ended.signal))
      .catch((error: unknown): Outcome => {
        deps.log.error({ err: error, messageId: leg.id }, 'a message could not be carried');
        return { outcome: 'failed', id: leg.id, channel: leg.route.channel, fault: 'unavailable' };
      });
    under.add(settled);
    void settled.finally(() => under.delete(settled));
    return { id: leg.id, recorded, settled };
  };

  return {
    channels: [...new Set(messengers.flatMap(({ channels }) => channels))],
    dispatch,
    close: async () => {
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, CLOSE_MS);
      await Promise.race([Promise.allSettled(under), late]);
      clearTimeout(timer);
      ended.abort();
      await Promise.allSettled(under);
    },
  };
};
