import { appendAudit } from '../audit/append-audit.ts';
import type { Deps } from '../deps.ts';
import { endSessionRow } from './rows.ts';

/** Signs out: the session, its tokens, its grants and its sockets end within a second, in every process. */
export const endSession = (deps: Deps, sessionId: string, personId: string): Promise<void> =>
  deps.db.tx(async (tx) => {
    const ended = await endSessionRow(tx, sessionId, 'sign_out');
    if (ended) await appendAudit(tx, { actorId: personId, action: 'session.end', subjectId: sessionId });
  });
