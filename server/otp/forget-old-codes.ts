import type { Database } from '../database/database.ts';
import { deleteOld } from './rows.ts';

/** Removes codes, sends and verdicts that no limit looks at any more. */
export const forgetOldCodes = (db: Database): Promise<void> => db.tx(deleteOld);
