import type { AppointmentStatus } from '../../../contract/appointments.ts';
import type { VideoCallStatus } from '../../../contract/video-calls.ts';
import type { Database } from '../../database/database.ts';
import type { CallFacts } from '../video-call.ts';

/** What decides whether those in a room may stay. */
export interface Standing {
  appointmentId: string;
  appointmentStatus: AppointmentStatus;
  appointmentVersion: number;
  status: VideoCallStatus;
  endedBy: CallFacts['endedBy'];
}

interface StandingRow {
  id: string;
  appointment_status: AppointmentStatus;
  version: number;
  status: VideoCallStatus;
  ended_by: CallFacts['endedBy'];
}

/** Of all these in one statement, every few seconds: so appointments are read beside the calls. */
export const selectStandings = async (db: Database, appointmentIds: readonly string[]): Promise<Standing[]> =>
  (
    await db.query<StandingRow>(
      `SELECT a.id, a.status AS appointment_status, a.version, c.status, c.ended_by
       FROM appointments a JOIN video_calls c ON c.appointment_id = a.id
       WHERE a.id = ANY($1::uuid[])`,
      [appointmentIds],
    )
  ).map((row) => ({
    appointmentId: row.id,
    appointmentStatus: row.appointment_status,
    appointmentVersion: row.version,
    status: row.status,
    endedBy: row.ended_by,
  }));
