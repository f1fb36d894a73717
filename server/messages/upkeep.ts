import type { Database } from '../database/database.ts';
import { deleteOld, takeLeftEarly } from './receipt-rows.ts';
import { failInterrupted } from './rows.ts';

/** Ends messages that a killed process left behind, and takes the receipts that it left; may be run twice. */
export const endInterrupted = async (db: Database): Promise<void> => {
  await takeLeftEarly(db);
  await failInterrupted(db);
};

/** Removes receipts of messages that are not ours, and what nobody asks about any more. */
export const forgetOldReceipts = (db: Database): Promise<void> => deleteOld(db);
