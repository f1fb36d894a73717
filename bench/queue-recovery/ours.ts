import { openServerDatabase } from '../../server/database/server-database.ts';
import { psql } from '../../test/set-up/postgres.ts';
import { becomingDue } from '../reminders/rows.ts';
import type { Side } from './side.ts';

export const ours: Side = {
  what: 'Anteroom',
  worker: 'our-worker.ts',
  manner: '',
  fill: async (url, count) => {
    await (await openServerDatabase(url)).close();
    await psql(url, becomingDue(`SELECT now() AS due FROM generate_series(1, ${count})`));
  },
  promised: true,
};
