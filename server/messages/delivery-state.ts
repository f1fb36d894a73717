import type { DeliveryState, MessageKind } from '../../contract/deliveries.ts';
import type { Channel } from '../../contract/primitives.ts';
import type { Deps } from '../deps.ts';
import type { Person } from '../people/person.ts';
import { Problem } from '../problem.ts';
import { addressKey } from './address-key.ts';
import { type OrderLeg, selectLegs, selectOptOuts } from './delivery-rows.ts';

/** Who asked for these had no session, and knows of them by their unguessable id alone; for so many seconds. */
const ANONYMOUS: readonly MessageKind[] = ['account_code', 'phone_code'];
const ANONYMOUS_FOR = 15 * 60;

const NUMBER_WAYS: readonly Channel[] = ['sms', 'whatsapp', 'voice'];
const EMAIL_WAYS: readonly Channel[] = ['email'];

const mayAsk = (person: Person | null, { personId, kind, age }: OrderLeg): boolean =>
  (person !== null && person.id === personId) || (ANONYMOUS.includes(kind) && age < ANONYMOUS_FOR);

/** What reaches the person of an account: what they prefer first. */
const waysOf = ({ channels, phone, phoneVerified, emailVerified }: Person): Channel[] => {
  const reached = [...(phone && phoneVerified ? NUMBER_WAYS : []), ...(emailVerified ? EMAIL_WAYS : [])];
  return [...channels.filter((channel) => reached.includes(channel)), ...reached];
};

interface Reach {
  ways: readonly Channel[];
  /** Of the number and of the e-mail address that they lead to. */
  keys: readonly [Uint8Array, Uint8Array];
}

/**
 * The ways that a message of this kind can go: a code for the door wherever the account is reached, one that
 * shows an address or opens an account only to the same address, and what nobody asked for is not repeated.
 */
const reachOf = (deps: Deps, { kind, channel, addressKey: key }: OrderLeg, person: Person | null): Reach => {
  const sameAddress = channel === 'email' ? EMAIL_WAYS : NUMBER_WAYS;
  switch (kind) {
    case 'video_code': {
      const keyOf = (way: Channel, to: string | null | undefined) =>
        to ? addressKey(deps, { channel: way, to }) : key;
      return {
        ways: person ? waysOf(person) : [],
        keys: [keyOf('sms', person?.phone), keyOf('email', person?.email)],
      };
    }
    case 'account_code':
    case 'phone_code':
    case 'reset_code':
      return { ways: sameAddress, keys: [key, key] };
    default:
      return { ways: [], keys: [key, key] };
  }
};

const otherWays = async (
  deps: Deps,
  legs: readonly OrderLeg[],
  asked: OrderLeg,
  person: Person | null,
): Promise<Channel[]> => {
  const { ways, keys } = reachOf(deps, asked, person);
  const closed = [...legs.map(({ channel }) => channel), ...(await selectOptOuts(deps.db, keys))];
  return [...new Set(ways)].filter((way) => deps.dispatcher.channels.includes(way) && !closed.includes(way));
};

/**
 * How far a message came, over whichever way it took last, for whoever asked for it.
 * @throws Problem `not_found`: somebody else's is as good as none
 */
export const deliveryState = async (
  deps: Deps,
  person: Person | null,
  id: string,
): Promise<DeliveryState> => {
  const legs = await selectLegs(deps.db, id);
  const asked = legs.find((leg) => leg.id === id.toLowerCase());
  const newest = legs.at(-1);
  if (!asked || !newest || !mayAsk(person, asked)) throw new Problem('not_found');
  const { channel, status, fault } = newest;
  return { id: asked.id, channel, status, fault, other_channels: await otherWays(deps, legs, asked, person) };
};
