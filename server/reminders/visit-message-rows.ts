import type { VisitMessageKind } from '../../contract/deliveries.ts';
import type { ReminderLine } from '../../contract/reminders.ts';
import type { Database } from '../database/database.ts';

export interface PlannedRow {
  kind: VisitMessageKind;
  personId: string;
  line: ReminderLine;
  dueAt: Date;
}

/**
 * What is still to be told of a visit, next first, to whom it can reach; where a person is given, what they are to
 * be told.
 */
export const selectPlanned = (
  db: Database,
  appointmentId: string,
  personId: string | null,
): Promise<PlannedRow[]> =>
  db.read<PlannedRow>(
    `SELECT r.kind, r.person_id AS "personId", r.line, r.due_at AS "dueAt"
     FROM reminders r JOIN people p ON p.id = r.person_id
     WHERE r.appointment_id = $1 AND ($2::uuid IS NULL OR r.person_id = $2) AND r.ended_at IS NULL
       AND CASE r.line WHEN 'email' THEN p.email_verified_at ELSE p.phone_verified_at END IS NOT NULL
     ORDER BY r.due_at, r.kind, r.person_id, r.line`,
    [appointmentId, personId],
  );
