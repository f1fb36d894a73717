import type { Tx } from '../database/database.ts';
import type { About } from './rows.ts';
import { endOlder } from './visit-rows.ts';

/** Nobody is to be told of a visit's older versions any more: in the ledger that is said of what was under way. */
export const endOlderMessages = (tx: Tx, about: About): Promise<void> => endOlder(tx, about);
