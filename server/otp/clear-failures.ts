import type { Tx } from '../database/database.ts';
import { clearLanes, ensureLane } from './lane-rows.ts';

/** Somebody's number was bound anew: wrong codes of before count no more, and codes that were off are on. */
export const clearFailures = (tx: Tx, personId: string): Promise<void> => clearLanes(tx, personId);

/** A device on which somebody has just shown who they are: it has a lane of its own from now on. */
export const trustDevice = async (tx: Tx, personId: string, deviceHash: Uint8Array): Promise<void> => {
  if (deviceHash.length > 0) await ensureLane(tx, personId, deviceHash);
};
