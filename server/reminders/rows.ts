import type { VisitMessageKind } from '../../contract/deliveries.ts';
import type { ReminderLine } from '../../contract/reminders.ts';
import type { Database, Tx } from '../database/database.ts';

/** One message of the plan: to one person, on one line. */
export interface PlannedRow {
  id: string;
  appointmentId: string;
  version: number;
  kind: VisitMessageKind;
  personId: string;
  line: ReminderLine;
  dueAt: Date;
  usefulUntil: Date;
}

interface Plans {
  visits: readonly { id: string; version: number }[];
  /** Whose plans they are; nothing of anybody else's is touched. */
  people: readonly string[];
  rows: readonly PlannedRow[];
}

/**
 * What is left of other versions, and reminders still to come that this one does not plan any more. What is due
 * already stays, and so does news: whoever sends it looks again whether it is true. In one order, so that two who
 * change the same rows wait for each other and not in a circle.
 */
const WITHDRAW = `
  WITH visit AS MATERIALIZED (
    SELECT * FROM json_to_recordset($1::json) AS visit (id uuid, version integer)
  ), kept AS MATERIALIZED (
    SELECT * FROM json_to_recordset($3::json) AS kept (appointment_id uuid, kind text, person_id uuid, line text)
  ), old AS MATERIALIZED (
    SELECT r.id FROM reminders r JOIN visit ON visit.id = r.appointment_id
    WHERE r.appointment_id = ANY (ARRAY(SELECT id FROM visit)) AND r.person_id = ANY ($2::uuid[])
      AND r.ended_at IS NULL
      AND (r.appointment_version <> visit.version
        OR r.due_at > now() AND r.kind LIKE 'reminder\\_%' AND NOT EXISTS (
          SELECT FROM kept WHERE kept.appointment_id = r.appointment_id AND kept.kind = r.kind
            AND kept.person_id = r.person_id AND kept.line = r.line))
    ORDER BY r.id FOR UPDATE OF r
  ) UPDATE reminders r SET outcome = 'withdrawn', ended_at = now(), claimed_by = NULL
    FROM old WHERE r.id = old.id AND r.id = ANY (ARRAY(SELECT id FROM old))`;

/** What is planned anew, at another time, or again; what was sent, or is being sent, stays as it is. */
const PLAN = `
  INSERT INTO reminders AS r
    (id, appointment_id, appointment_version, kind, person_id, line, due_at, next_at, useful_until)
  SELECT id, appointment_id, version, kind, person_id, line, due_at, due_at, useful_until
  FROM (
    SELECT id, appointment_id, version, kind, person_id, line, useful_until,
      CASE WHEN kind LIKE 'visit\\_%' THEN least(due_at, now()) ELSE due_at END AS due_at
    FROM json_to_recordset($1::json) AS planned
      (id uuid, appointment_id uuid, version integer, kind text, person_id uuid, line text,
       due_at timestamptz, useful_until timestamptz)
  ) planned
  ON CONFLICT (appointment_id, appointment_version, kind, person_id, line) DO UPDATE
    SET due_at = excluded.due_at, next_at = excluded.next_at, useful_until = excluded.useful_until,
      outcome = NULL, ended_at = NULL
    WHERE r.outcome = 'withdrawn'
      OR r.ended_at IS NULL AND r.due_at > now() AND r.due_at <> excluded.due_at`;

/** Makes these the plans of their visits' versions for these people. */
export const writePlans = async (tx: Tx, { visits, people, rows }: Plans): Promise<void> => {
  const planned = rows.map((row) => ({
    id: row.id,
    appointment_id: row.appointmentId,
    version: row.version,
    kind: row.kind,
    person_id: row.personId,
    line: row.line,
    due_at: row.dueAt,
    useful_until: row.usefulUntil,
  }));
  const text = JSON.stringify(planned);
  await tx.query(WITHDRAW, [
    JSON.stringify(visits.map(({ id, version }) => ({ id, version }))),
    people,
    text,
  ]);
  if (rows.length > 0) await tx.query(PLAN, [text]);
};

/**
 * Takes up again what this message had told, while it is of use: its way is known to have failed, and the next one
 * is tried. False where it told nothing of a visit, or there is no other way on its line.
 */
export const reopen = async (tx: Tx, messageId: string): Promise<boolean> =>
  (
    await tx.query(
      `UPDATE reminders r SET outcome = NULL, ended_at = NULL, next_at = now()
       FROM messages m
       WHERE m.id = $1 AND m.channel = 'whatsapp' AND r.appointment_id = m.appointment_id
         AND r.appointment_version = m.appointment_version AND r.kind = m.kind AND r.person_id = m.person_id
         AND r.line = 'phone' AND r.outcome = 'sent' AND r.useful_until > now()
       RETURNING r.id`,
      [messageId],
    )
  ).length > 0;

/** Says to every process, after the commit, that something is due now. */
export const notifyDue = async (tx: Tx): Promise<void> => {
  await tx.query("SELECT pg_notify('reminder_due', '')");
};

/** Few enough that nobody waits for a statement that removes so many. */
export const BATCH = 1_000;

/** Removes what came to its end long ago, one batch of it. How many. */
export const deleteOldReminders = async (db: Database): Promise<number> =>
  (
    await db.query(
      `WITH old AS MATERIALIZED (
         SELECT id FROM reminders WHERE ended_at < now() - interval '90 days'
         ORDER BY ended_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
       ) DELETE FROM reminders r USING old
         WHERE r.id = old.id AND r.id = ANY (ARRAY(SELECT id FROM old)) RETURNING r.id`,
    )
  ).length;
