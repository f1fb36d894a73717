import type { Tx } from '../database/database.ts';
import { selectLegs } from './delivery-rows.ts';

/** Whether a message is known to have failed on every way that it took. */
export const didFail = async (tx: Tx, id: string): Promise<boolean> => {
  const legs = await selectLegs(tx, id);
  return legs.length > 0 && legs.every(({ status }) => status === 'failed');
};
