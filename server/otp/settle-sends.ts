import type { Tx } from '../database/database.ts';
import { settle } from './spending-rows.ts';

/**
 * Writes down which of the codes that were sent came back right, before the codes themselves are forgotten:
 * a right code is on a person's way into a visit, and writes nothing for the clinic's books. May be run twice.
 */
export const settleSends = (tx: Tx): Promise<void> => settle(tx);
