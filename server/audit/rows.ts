import type { Tx } from '../database/database.ts';
import type { Rider } from '../database/rider.ts';
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

export const entryRider = ({ actorId, action, subjectId, details = {} }: Deed): Rider => ({
  text: (allowed, first) =>
    `INSERT INTO audit_entries (actor_id, action, subject_id, details)
     SELECT $${first}::uuid, $${first + 1}::text, $${first + 2}::uuid, $${first + 3}::jsonb FROM ${allowed}`,
  values: [actorId, action, subjectId, JSON.stringify(details)],
});

export const selectTimesTaken = async (
  tx: Tx,
  { actorId, since, most }: { actorId: string; since: Date; most: number },
): Promise<Date[]> =>
  (
    await tx.query<{ at: Date }>(
      `SELECT at FROM audit_entries
       WHERE actor_id = $1 AND at > $2
         AND action IN ('appointment.book', 'appointment.move')
       ORDER BY at DESC LIMIT $3`,
      [actorId, since, most],
    )
  ).map(({ at }) => at);
