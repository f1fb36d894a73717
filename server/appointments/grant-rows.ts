import type { Database, Tx } from '../database/database.ts';
import type { Rider } from '../database/rider.ts';

export interface GrantKey {
  sessionId: string;
  appointmentId: string;
  appointmentVersion: number;
}

/** Rides on an accepted code. Held until `expiresAt`; a grant for an older version of the appointment is replaced. */
export const grantRider = (key: GrantKey, expiresAt: Date): Rider => ({
  text: (allowed, first) =>
    `INSERT INTO visit_grants (session_id, appointment_id, appointment_version, expires_at)
     SELECT $${first}::uuid, $${first + 1}::uuid, $${first + 2}::integer, $${first + 3}::timestamptz FROM ${allowed}
     ON CONFLICT (session_id, appointment_id) DO UPDATE
       SET appointment_version = excluded.appointment_version, expires_at = excluded.expires_at, granted_at = now()`,
  values: [key.sessionId, key.appointmentId, key.appointmentVersion, expiresAt],
});

/** A grant given before the person's number changed counts no more. */
export const selectGrant = async (
  on: Database | Tx,
  key: GrantKey,
  phoneChangedAt: Date,
): Promise<boolean> => {
  const rows = await on.query<{ session_id: string }>(
    `SELECT session_id FROM visit_grants
     WHERE session_id = $1 AND appointment_id = $2 AND appointment_version = $3
       AND expires_at > now() AND granted_at >= $4`,
    [key.sessionId, key.appointmentId, key.appointmentVersion, phoneChangedAt],
  );
  return rows.length > 0;
};

export const deleteExpiredGrants = async (db: Database): Promise<void> => {
  await db.query(`DELETE FROM visit_grants WHERE expires_at < now() - interval '1 day'`);
};
