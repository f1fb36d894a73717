import type { Database } from '../database/database.ts';
import { deleteOldConnections } from './connection-rows.ts';

/** Removes what a provider told of connections two days ago: no visit lasts that long. */
export const forgetOldConnections = (db: Database): Promise<void> => deleteOldConnections(db);
