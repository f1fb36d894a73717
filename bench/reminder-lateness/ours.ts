import { openServerDatabase } from '../../server/database/server-database.ts';
import { psql } from '../../test/set-up/postgres.ts';
import { becomingDue, PEOPLE, pending } from '../reminders/rows.ts';
import type { Side } from './side.ts';

/** Not empty jobs: the visit and its reader are read, words are found, the ledger is written before and after. */
export const ours: Side = {
  what: 'Anteroom, whole messages',
  worker: 'our-worker.ts',
  prepare: async (url) => {
    await (await openServerDatabase(url)).close();
    await psql(url, PEOPLE);
  },
  insert: becomingDue,
  insertPending: pending,
  promised: true,
};
