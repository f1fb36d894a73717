import type { Channel } from '../../contract/primitives.ts';
import type { Deps } from '../deps.ts';
import type { Person } from '../people/person.ts';
import { addressKey } from './address-key.ts';
import { selectOptOuts } from './delivery-rows.ts';

/**
 * The channels on which a person's own number and e-mail address want no messages, each once, in the order of the
 * alphabet. One that is not verified may be somebody else's, whose wishes are nobody's business.
 */
export const stoppedChannels = async (
  deps: Pick<Deps, 'db' | 'keys'>,
  { phone, phoneVerified, email, emailVerified }: Person,
): Promise<Channel[]> => {
  const [first, second] = [
    ...(phone && phoneVerified ? [addressKey(deps, { channel: 'sms', to: phone })] : []),
    ...(email && emailVerified ? [addressKey(deps, { channel: 'email', to: email })] : []),
  ];
  if (!first) return [];
  return [...new Set(await selectOptOuts(deps.db, [first, second ?? first]))].sort();
};
