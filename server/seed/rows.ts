import type { Appointment } from '../appointments/appointment.ts';
import type { Tx } from '../database/database.ts';
import type { DemoName } from './demo-people.ts';
import { demoEmail } from './demo-people.ts';

/** One Anteroom process seeds at a time; any number would do. */
const LOCK_KEY = 5_002_003;

export const holdSeed = async (tx: Tx): Promise<void> => {
  await tx.query('SELECT pg_advisory_xact_lock($1::bigint)', [LOCK_KEY]);
};

export const isEmpty = async (tx: Tx): Promise<boolean> => {
  const [row] = await tx.query<{ empty: boolean }>('SELECT NOT EXISTS (SELECT FROM people) AS empty');
  return row?.empty ?? false;
};

/** The id of the demo's person with this name, or null. */
export const selectDemoPerson = async (tx: Tx, name: DemoName): Promise<string | null> => {
  const [row] = await tx.query<{ id: string }>('SELECT id FROM people WHERE email = $1', [demoEmail(name)]);
  return row?.id ?? null;
};

type VideoVisit = Pick<Appointment, 'startsAt' | 'endsAt' | 'status' | 'sessionType' | 'completionFinal'>;

/** The video visits of these two that are not over by themselves. */
export const selectVideoVisits = (tx: Tx, doctorId: string, patientId: string): Promise<VideoVisit[]> =>
  tx.query<VideoVisit>(
    `SELECT starts_at AS "startsAt", ends_at AS "endsAt", status, session_type AS "sessionType",
       completion_final AS "completionFinal"
     FROM appointments
     WHERE doctor_id = $1 AND patient_id = $2 AND session_type = 'telehealth'
       AND status IN ('CONFIRMED', 'IN_PROGRESS')`,
    [doctorId, patientId],
  );

export interface PastCall {
  id: string;
  appointmentId: string;
  roomName: string;
  openedAt: Date;
  doctorJoinedAt: Date | null;
  patientJoinedAt: Date | null;
  startedAt: Date | null;
  endedAt: Date | null;
  missing: 'doctor' | 'patient' | 'both' | null;
}

/** The record of a call that was over before there was a clinic: no verb can make one. */
export const insertPastCall = async (tx: Tx, call: PastCall): Promise<void> => {
  await tx.query(
    `INSERT INTO video_calls (id, appointment_id, provider, room_name, provider_room, version, status,
       started_at, ended_at, ended_by, doctor_joined_at, doctor_left_at, patient_joined_at, patient_left_at,
       missing, created_at, updated_at)
     VALUES ($1, $2, 'builtin', $3, $3, 1, $4, $5, $6, CASE WHEN $6::timestamptz IS NOT NULL THEN 'doctor' END,
       $7, coalesce($6, $7), $8, coalesce($6, $8), $9, $10, coalesce($6, $10))`,
    [
      call.id,
      call.appointmentId,
      call.roomName,
      call.missing === null ? 'COMPLETED' : 'NO_SHOW',
      call.startedAt,
      call.endedAt,
      call.doctorJoinedAt,
      call.patientJoinedAt,
      call.missing,
      call.openedAt,
    ],
  );
};
