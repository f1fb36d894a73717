import type { AppointmentStatus } from '../../contract/appointments.ts';
import type { VideoCallStatus } from '../../contract/video-calls.ts';
import type { Database } from '../database/database.ts';
import { shownEmail } from '../people/outside-address.ts';
import { CALL_COLUMNS, type CallRow, callOf } from './rows.ts';
import type { CallRecord } from './video-call.ts';

export interface ListedPerson {
  id: string;
  firstName: string;
  lastName: string;
  email: string;
  profileImageUrl: string | null;
}

export interface ListedCall {
  call: CallRecord;
  appointment: { id: string; startsAt: Date; endsAt: Date; status: AppointmentStatus };
  doctor: ListedPerson;
  patient: ListedPerson;
}

/** Where a page ended: when its last call was made, and its id. */
export interface Position {
  createdAt: Date;
  id: string;
}

interface Page {
  /** Null for everybody's. */
  personId: string | null;
  status: VideoCallStatus | null;
  after: Position | null;
  limit: number;
}

type PersonColumns<Name extends string> = {
  [Column in `${Name}_id` | `${Name}_first_name` | `${Name}_last_name` | `${Name}_email`]: string;
} & Record<`${Name}_profile_image_url`, string | null>;

type ListRow = CallRow &
  PersonColumns<'doctor'> &
  PersonColumns<'patient'> & { starts_at: Date; ends_at: Date; appointment_status: AppointmentStatus };

const personColumns = (side: 'doctor' | 'patient'): string =>
  ['id', 'first_name', 'last_name', 'email', 'profile_image_url']
    .map((column) => `${side}.${column} AS ${side}_${column}`)
    .join(', ');

/** Reads appointments and people beside the calls: a page of a list is one statement. */
const SELECT = `
  SELECT ${CALL_COLUMNS}, a.starts_at, a.ends_at, a.status AS appointment_status,
    ${personColumns('doctor')}, ${personColumns('patient')}
  FROM video_calls c
  JOIN appointments a ON a.id = c.appointment_id
  JOIN people doctor ON doctor.id = a.doctor_id
  JOIN people patient ON patient.id = a.patient_id
  WHERE ($1::uuid IS NULL OR a.doctor_id = $1::uuid OR a.patient_id = $1::uuid)
    AND ($2::text IS NULL OR c.status = $2::text)
    AND ($3::timestamptz IS NULL OR (c.created_at, c.id) < ($3::timestamptz, $4::uuid))
  ORDER BY c.created_at DESC, c.id DESC
  LIMIT $5`;

const doctorOf = (row: ListRow): ListedPerson => ({
  id: row.doctor_id,
  firstName: row.doctor_first_name,
  lastName: row.doctor_last_name,
  email: shownEmail(row.doctor_email),
  profileImageUrl: row.doctor_profile_image_url,
});

const patientOf = (row: ListRow): ListedPerson => ({
  id: row.patient_id,
  firstName: row.patient_first_name,
  lastName: row.patient_last_name,
  email: shownEmail(row.patient_email),
  profileImageUrl: row.patient_profile_image_url,
});

/** One page of calls, newest first. */
export const selectCalls = async (
  db: Database,
  { personId, status, after, limit }: Page,
): Promise<ListedCall[]> => {
  const values = [personId, status, after?.createdAt ?? null, after?.id ?? null, limit];
  return (await db.query<ListRow>(SELECT, values)).map((row) => ({
    call: callOf(row),
    appointment: {
      id: row.appointment_id,
      startsAt: row.starts_at,
      endsAt: row.ends_at,
      status: row.appointment_status,
    },
    doctor: doctorOf(row),
    patient: patientOf(row),
  }));
};
