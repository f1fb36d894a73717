import type { Database } from '../database/database.ts';
import { BATCH, deleteOldMessages } from './old-message-rows.ts';
import { deleteOldWindows } from './opt-out-rows.ts';
import { deleteOldReceipts, takeLeftEarly } from './receipt-rows.ts';
import { failInterrupted } from './rows.ts';
import { deleteOldWords } from './word-rows.ts';

/** Ends messages that a killed process left behind, and takes the receipts that it left; may be run twice. */
export const endInterrupted = async (db: Database): Promise<void> => {
  await takeLeftEarly(db);
  await failInterrupted(db);
};

/** Removes receipts of messages that are not ours, and what nobody asks about any more. */
export const forgetOldReceipts = async (db: Database): Promise<void> => {
  await deleteOldReceipts(db);
  await deleteOldWindows(db);
  await deleteOldWords(db);
};

/** Removes what the ledger knows of messages of long ago, each batch for itself: what stands in the way of one keeps none. */
export const forgetOldMessages = async (db: Database): Promise<void> => {
  let removed = BATCH;
  while (removed === BATCH) removed = await deleteOldMessages(db);
};
