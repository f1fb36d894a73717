import { appendAudit } from '../audit/append-audit.ts';
import type { Tx } from '../database/database.ts';
import { endSessionRowsOf, notifySessionEnded } from './rows.ts';

/** Signs a person out everywhere, but for `except`: their tokens, grants and sockets end within a second. */
export const endSessionsOf = async (
  tx: Tx,
  personId: string,
  { reason, except = null }: { reason: 'password_reset' | 'phone_change'; except?: string | null },
): Promise<void> => {
  const count = await endSessionRowsOf(tx, { personId, except, reason });
  await appendAudit(tx, {
    actorId: personId,
    action: 'session.end_all',
    subjectId: personId,
    details: { count, reason },
  });
};

/** Puts a session that goes on out of the rooms it is in, in every process; it may come back through the door. */
export const leaveRooms = (tx: Tx, sessionId: string): Promise<void> => notifySessionEnded(tx, sessionId);
