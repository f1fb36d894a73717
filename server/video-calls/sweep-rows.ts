import type { Database } from '../database/database.ts';

/**
 * Appointments that time alone may have something to say about: open ones whose join window has closed,
 * and running calls, oldest first. Reads appointments beside the calls, because what is not there (a call
 * that was never opened) can't be found from the calls.
 */
const SELECT = `
  SELECT a.id FROM appointments a
  LEFT JOIN video_calls c ON c.appointment_id = a.id
  WHERE a.status IN ('SCHEDULED', 'CONFIRMED', 'IN_PROGRESS')
    AND (a.session_type = 'telehealth' OR a.status = 'SCHEDULED')
    AND (a.ends_at <= $1::timestamptz - $2::integer * interval '1 minute'
      OR (c.status = 'IN_PROGRESS'
        AND (c.doctor_joined_at IS NULL OR c.doctor_left_at <= $3 OR c.doctor_seen_at <= $3)
        AND (c.patient_joined_at IS NULL OR c.patient_left_at <= $3 OR c.patient_seen_at <= $3)))
    AND a.id > $4::uuid
  ORDER BY a.id LIMIT $5`;

interface Wanted {
  now: Date;
  /** How long after its end a visit can be joined. */
  graceMinutes: number;
  /** Both sides gone since then. */
  goneSince: Date;
  /** Only those after this one. */
  after: string;
  limit: number;
}

export const selectOverdue = async (
  db: Database,
  { now, graceMinutes, goneSince, after, limit }: Wanted,
): Promise<string[]> =>
  (await db.query<{ id: string }>(SELECT, [now, graceMinutes, goneSince, after, limit])).map(({ id }) => id);

/** Calls that have not followed their appointment: it was cancelled or moved while nobody heard. */
export const selectBehind = async (db: Database, limit: number): Promise<string[]> =>
  (
    await db.query<{ id: string }>(
      `SELECT a.id FROM video_calls c JOIN appointments a ON a.id = c.appointment_id
       WHERE c.status IN ('SCHEDULED', 'IN_PROGRESS')
         AND (a.status = 'CANCELLED' OR (a.status IN ('SCHEDULED', 'CONFIRMED') AND a.version <> c.version))
       LIMIT $1`,
      [limit],
    )
  ).map(({ id }) => id);
