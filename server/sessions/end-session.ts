import { appendAudit } from '../audit/append-audit.ts';
import type { Tx } from '../database/database.ts';
import type { Deps } from '../deps.ts';
import { endSessionRows } from './rows.ts';

/** Signs out: the session, its tokens, its grants and its sockets end within a second, in every process. */
export const endSession = (deps: Deps, sessionId: string, personId: string): Promise<void> =>
  deps.db.tx(async (tx) => {
    const ended = await endSessionRows(tx, { sessionId }, 'sign_out');
    if (ended.length > 0)
      await appendAudit(tx, { actorId: personId, action: 'session.end', subjectId: sessionId });
  });

/** Ends every session of a person, in the transaction of what makes it necessary. */
export const endSessionsOf = async (tx: Tx, personId: string, reason: string): Promise<void> => {
  await endSessionRows(tx, { personId }, reason);
};
