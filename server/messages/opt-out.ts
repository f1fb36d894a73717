import { appendAudit } from '../audit/append-audit.ts';
import type { Tx } from '../database/database.ts';
import { deleteOptOut, insertOptOut, type Way } from './opt-out-rows.ts';
import { insertSupposedStop, insertWord, type Word } from './word-rows.ts';

/** Whose number it is stays out of the trail: who may read that need not know who wants no messages. */
const optDeed = (action: string, { channel }: Way) => ({
  actorId: null,
  action,
  subjectId: null,
  details: { channel },
});

const stop = async (tx: Tx, way: Way): Promise<void> => {
  if (await insertOptOut(tx, way)) await appendAudit(tx, optDeed('message.opt_out', way));
};

/** Takes an opt-out back; one that was never there is no deed. */
const start = async (tx: Tx, way: Way): Promise<void> => {
  if (await deleteOptOut(tx, way)) await appendAudit(tx, optDeed('message.opt_in', way));
};

/**
 * Does what somebody said of one way, unless they said something else since. May be run twice, and the words of one
 * way in any order.
 * @param at when the provider says that it was written; null for now
 */
export const takeWord = async (tx: Tx, way: Way, said: { word: Word; at: Date | null }): Promise<void> => {
  if (await insertWord(tx, way, said)) await (said.word === 'stop' ? stop : start)(tx, way);
};

/**
 * A provider refuses what goes to this address on this way, as for somebody who opted out: nothing goes there any
 * more, until they say START. May be run twice.
 * @param by when it was so, at the latest; null for now
 */
export const optOut = async (tx: Tx, way: Way, by: Date | null = null): Promise<void> => {
  if (await insertSupposedStop(tx, way, by)) await stop(tx, way);
};
