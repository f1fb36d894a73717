import type { Database } from '../database/database.ts';
import { CALL_COLUMNS, type CallRow, callOf } from './rows.ts';
import type { CallRecord } from './video-call.ts';

const ownStarts = (column: string): string =>
  `SELECT id FROM appointments WHERE ${column} = $1 AND starts_at BETWEEN $2 AND $3`;

/**
 * Reads appointments beside the calls, because only they know whose a call is. Each side has its own index
 * by start; an OR over both would read every call there is.
 */
const SELECT = `
  SELECT ${CALL_COLUMNS} FROM video_calls c
  WHERE c.status IN ('SCHEDULED', 'IN_PROGRESS')
    AND c.appointment_id IN (${ownStarts('doctor_id')} UNION ALL ${ownStarts('patient_id')})
  ORDER BY c.appointment_id`;

interface Wanted {
  personId: string;
  startsFrom: Date;
  startsUntil: Date;
}

/** The calls of a person's own visits that start in a span of time and are not over. */
export const selectOpenCalls = async (
  db: Database,
  { personId, startsFrom, startsUntil }: Wanted,
): Promise<CallRecord[]> =>
  (await db.query<CallRow>(SELECT, [personId, startsFrom, startsUntil])).map(callOf);
