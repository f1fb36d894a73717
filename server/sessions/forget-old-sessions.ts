import type { Database } from '../database/database.ts';
import { deleteOldSessions } from './rows.ts';

/** Removes sessions a month after their end, and failures to sign in after a day. */
export const forgetOldSessions = (db: Database): Promise<void> => deleteOldSessions(db);
