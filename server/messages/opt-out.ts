import { appendAudit } from '../audit/append-audit.ts';
import type { Database, Tx } from '../database/database.ts';
import { deleteOptOut, insertOptOut, type Way } from './opt-out-rows.ts';

/** Nothing goes to this address on this way any more, until it opts in again. May be run twice. */
export const optOut = async (tx: Tx, way: Way): Promise<void> => {
  if (!(await insertOptOut(tx, way))) return;
  await appendAudit(tx, optDeed('message.opt_out', way));
};

/** Takes an opt-out back; one that was never there is no deed. */
export const optIn = (db: Database, way: Way): Promise<void> =>
  db.tx(async (tx) => {
    if (await deleteOptOut(tx, way)) await appendAudit(tx, optDeed('message.opt_in', way));
  });

/** Whose number it is stays out of the trail: who may read that need not know who wants no messages. */
const optDeed = (action: string, { channel }: Way) => ({
  actorId: null,
  action,
  subjectId: null,
  details: { channel },
});
