import type { Database } from '../database/database.ts';
import { deleteOldMisses } from './feed-rows.ts';

/** Removes the counts of networks that asked for calendars which are not there, a day after they began. */
export const forgetOldMisses = (db: Database): Promise<void> => deleteOldMisses(db);
