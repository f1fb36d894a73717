import type { Database } from '../database/database.ts';
import { deleteExpiredGrants } from './grant-rows.ts';

/** Removes grants a day after the join window that they were for. */
export const forgetOldGrants = (db: Database): Promise<void> => deleteExpiredGrants(db);
