import type { Tx } from '../database/database.ts';
import type { Deed } from './append-audit.ts';

export const insertEntry = async (
  tx: Tx,
  { actorId, action, subjectId, details = {} }: Deed,
): Promise<void> => {
  await tx.query(
    'INSERT INTO audit_entries (actor_id, action, subject_id, details) VALUES ($1, $2, $3, $4::jsonb)',
    [actorId, action, subjectId, JSON.stringify(details)],
  );
};
