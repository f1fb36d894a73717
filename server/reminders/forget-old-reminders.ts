import type { Database } from '../database/database.ts';
import { BATCH, deleteOldReminders } from './rows.ts';

/** Removes plans of long ago, each batch for itself; what was sent stays in the ledger. */
export const forgetOldReminders = async (db: Database): Promise<void> => {
  let removed = BATCH;
  while (removed === BATCH) removed = await deleteOldReminders(db);
};
