import type { Database } from '../database/database.ts';
import { deleteOld } from './rows.ts';
import { foldBlocks, settleSends } from './spending-rows.ts';

/** Removes codes, sends and verdicts that nothing looks at any more, once it is written down which codes were used. */
export const forgetOldCodes = (db: Database): Promise<void> =>
  db.tx(async (tx) => {
    await settleSends(tx);
    await foldBlocks(tx);
    await deleteOld(tx);
  });
