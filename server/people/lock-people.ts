import type { Role } from '../../contract/primitives.ts';
import type { Tx } from '../database/database.ts';
import { lockByIds } from './lock-rows.ts';

/** What is known of somebody who is held. */
export interface HeldPerson {
  id: string;
  role: Role;
  timeZone: string;
}

/**
 * Holds these people until the transaction ends: two deeds that concern the same person run one after the
 * other. Always in the order of their ids, so that nobody waits in a circle. Who does not exist is left out.
 */
export const lockPeople = (tx: Tx, ids: readonly string[]): Promise<HeldPerson[]> => lockByIds(tx, ids);
