import type { Deps } from '../deps.ts';
import { countingKey } from '../network.ts';
import type { Route } from './dispatcher.ts';

/** What an address is known by in the ledger: the same for every channel that a number is reached over. */
export const addressKey = ({ keys }: Pick<Deps, 'keys'>, { channel, to }: Route): Uint8Array =>
  countingKey(keys.counting, channel === 'email' ? 'email' : 'number', to);
