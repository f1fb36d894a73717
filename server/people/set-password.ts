import { appendAudit } from '../audit/append-audit.ts';
import type { Tx } from '../database/database.ts';
import { updatePassword } from './rows.ts';

/** Gives a person another password, of which this is the hash. */
export const setPassword = async (tx: Tx, personId: string, passwordHash: string): Promise<void> => {
  await updatePassword(tx, personId, passwordHash);
  await appendAudit(tx, { actorId: personId, action: 'person.password_change', subjectId: personId });
};
