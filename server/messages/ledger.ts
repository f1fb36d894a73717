import { gather, onEach } from '../database/gather.ts';
import type { Deps } from '../deps.ts';
import { maskedEmail, maskedPhone, readPhoneNumber } from '../people/phone-number.ts';
import { addressKey } from './address-key.ts';
import type { Attempted } from './attempt.ts';
import type { Breaker } from './breaker.ts';
import type { Order, Route } from './dispatcher.ts';
import type { Messenger } from './messenger.ts';
import { countMessage } from './metrics.ts';
import { optOut } from './opt-out.ts';
import type { Letter } from './posting.ts';
import { type Accepted, bindProviderIds, endUntaken, insertMessages, type NewMessage } from './rows.ts';
import { insertOnce, type Standing } from './visit-rows.ts';

export type LedgerDeps = Pick<Deps, 'db' | 'log' | 'keys'>;

export interface Carrier {
  messenger: Messenger;
  breaker: Breaker;
}

/** One row of the ledger: one order on one way. */
export interface Leg {
  id: string;
  insteadOf: string | null;
  route: Route;
  carrier: Carrier | null;
}

const TOGETHER = { most: 32, atOnce: 2 };
const writingOn = onEach((db) => ({
  insert: gather((messages: readonly NewMessage[]) => insertMessages(db, messages), TOGETHER),
  insertOnce: gather((messages: readonly NewMessage[]) => insertOnce(db, messages), TOGETHER),
  accept: gather(async (accepted: readonly Accepted[]) => {
    await bindProviderIds(db, accepted);
    return () => {};
  }, TOGETHER),
}));

/** What the ledger keeps of a message. */
const rowOf = (
  deps: LedgerDeps,
  { personId, kind }: Pick<Order, 'personId' | 'kind'>,
  { id, insteadOf, route, carrier }: Leg,
  { life, about }: Pick<NewMessage, 'life' | 'about'>,
): NewMessage => ({
  id,
  insteadOf,
  life,
  about,
  personId,
  kind,
  channel: route.channel,
  addressKey: addressKey(deps, route),
  toMasked: route.channel === 'email' ? maskedEmail(route.to) : maskedPhone(route.to),
  country: route.channel === 'email' ? null : (readPhoneNumber(route.to)?.country ?? null),
  provider: carrier?.messenger.name ?? null,
});

/**
 * Writes a leg down before anything of it is sent; true where its address wants no messages on this way.
 * `life` is what is left of the order's, in seconds.
 */
export const recordLeg = (deps: LedgerDeps, order: Order, leg: Leg, life: number | null): Promise<boolean> =>
  writingOn(deps.db).insert(rowOf(deps, order, leg, { life, about: null }));

/** The same for what tells of a visit, unless it is there already; which leg stands, null where its person is gone. */
export const recordLegOnce = (deps: LedgerDeps, letter: Letter, leg: Leg): Promise<Standing | null> =>
  writingOn(deps.db).insertOnce(rowOf(deps, letter, leg, { life: letter.life, about: letter.about }));

const logged = ({ log }: LedgerDeps, { id, carrier }: Leg, came: Attempted): void => {
  const which = { messageId: id, provider: carrier?.messenger.name };
  if (came.outcome === 'failed') log.warn({ ...which, fault: came.fault }, 'a message was not sent');
  if (came.outcome !== 'unknown') return;
  const thrown = came.error === null ? {} : { err: came.error };
  log.warn({ ...which, ...thrown }, 'the provider never said what became of a message');
};

/** What came of a leg, once, for the log and the figures. */
export const tellOf = (deps: LedgerDeps, leg: Leg, came: Attempted): void => {
  logged(deps, leg, came);
  countMessage(leg.carrier?.messenger.name, leg.route.channel, came);
};

/** Writes down what came of a leg; the same again changes nothing. @throws DatabaseUnavailable */
export const writeOutcome = async (
  deps: LedgerDeps,
  { id, route, carrier }: Leg,
  came: Attempted,
): Promise<void> => {
  const { db } = deps;
  switch (came.outcome) {
    case 'accepted': {
      const { providerId, status } = came;
      return writingOn(db).accept({ id, provider: carrier?.messenger.name ?? '', providerId, status });
    }
    case 'unknown':
      await endUntaken(db, id, { status: 'unknown', fault: null, at: null });
      return;
    case 'failed': {
      const step = { status: 'failed', fault: came.fault, at: null } as const;
      if (came.fault !== 'opted_out' || came.heldBack) return void (await endUntaken(db, id, step));
      // A provider that refuses for that reason knows of a STOP that never came to us. What was held back here
      // tells nothing new, and a START may have come meanwhile.
      await db.tx(async (tx) => {
        await optOut(tx, { addressKey: addressKey(deps, route), channel: route.channel });
        await endUntaken(tx, id, step);
      });
    }
  }
};
