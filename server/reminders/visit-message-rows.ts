import type { VisitMessageKind } from '../../contract/deliveries.ts';
import type { ReminderLine } from '../../contract/reminders.ts';
import type { Database } from '../database/database.ts';

export interface PlannedRow {
  kind: VisitMessageKind;
  personId: string;
  line: ReminderLine;
  dueAt: Date;
}

/** What is still to be told of a visit, next first; where a person is given, what they are to be told. */
export const selectPlanned = (
  db: Database,
  appointmentId: string,
  personId: string | null,
): Promise<PlannedRow[]> =>
  db.read<PlannedRow>(
    `SELECT kind, person_id AS "personId", line, due_at AS "dueAt" FROM reminders
     WHERE appointment_id = $1 AND ($2::uuid IS NULL OR person_id = $2) AND ended_at IS NULL
     ORDER BY due_at, kind, person_id, line`,
    [appointmentId, personId],
  );
