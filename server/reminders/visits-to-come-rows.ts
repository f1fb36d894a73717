import type { Database, Tx } from '../database/database.ts';

/**
 * The confirmed visits of one person that have not started, held against changes meanwhile: each of these makes a
 * plan of its own. The bound on the start alone lets the index of each side be used.
 */
export const selectToCome = async (tx: Tx, personId: string): Promise<string[]> =>
  (
    await tx.query<{ id: string }>(
      `SELECT a.id FROM appointments a
       WHERE (a.doctor_id = $1 OR a.patient_id = $1) AND a.starts_at > now() AND a.status = 'CONFIRMED'
       ORDER BY a.id FOR NO KEY UPDATE`,
      [personId],
    )
  ).map(({ id }) => id);

/**
 * Visits to come without any plan, the next first: from before there were plans, or written by a seed. The bound on
 * the end lets the index of open visits be used.
 */
export const selectUnplanned = async (db: Database): Promise<string[]> =>
  (
    await db.query<{ id: string }>(
      `SELECT a.id FROM appointments a
       WHERE a.status = 'CONFIRMED' AND a.ends_at > now() AND a.starts_at > now()
         AND NOT EXISTS (SELECT FROM reminders r WHERE r.appointment_id = a.id)
       ORDER BY a.ends_at`,
    )
  ).map(({ id }) => id);
