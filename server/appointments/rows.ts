import type { AppointmentStatus, SessionType } from '../../contract/appointments.ts';
import type { Locale, Role } from '../../contract/primitives.ts';
import type { VideoProvider } from '../../contract/video-calls.ts';
import type { Database, Tx } from '../database/database.ts';
import { shownEmail } from '../people/outside-address.ts';
import type { Appointment, Side } from './appointment.ts';

type SideColumns<Name extends string> = {
  [Column in
    | `${Name}_id`
    | `${Name}_email`
    | `${Name}_first_name`
    | `${Name}_last_name`
    | `${Name}_time_zone`]: string;
} & Record<`${Name}_role`, Role> &
  Record<`${Name}_locale`, Locale> &
  Record<`${Name}_profile_image_url`, string | null>;

type AppointmentRow = SideColumns<'doctor'> &
  SideColumns<'patient'> & {
    id: string;
    number: number;
    starts_at: Date;
    ends_at: Date;
    session_type: SessionType;
    status: AppointmentStatus;
    reason: string | null;
    cancel_reason: string | null;
    completion_final: boolean;
    version: number;
    room: string;
    video_provider: VideoProvider | null;
    created_at: Date;
    updated_at: Date;
  };

const sideColumns = (side: 'doctor' | 'patient'): string =>
  ['id', 'email', 'first_name', 'last_name', 'role', 'profile_image_url', 'time_zone', 'locale']
    .map((column) => `${side}.${column} AS ${side}_${column}`)
    .join(', ');

const COLUMNS = `
  a.id, a.number, a.starts_at, a.ends_at, a.session_type, a.status, a.reason, a.cancel_reason,
  a.completion_final, a.version, a.room, a.video_provider, a.created_at, a.updated_at,
  ${sideColumns('doctor')}, ${sideColumns('patient')}`;

/** An appointment is always told with its two people, so one statement reads all three. */
export const selectAppointments = (from: string): string => `
  SELECT ${COLUMNS} FROM ${from} a
  JOIN people doctor ON doctor.id = a.doctor_id
  JOIN people patient ON patient.id = a.patient_id`;

const doctorOf = (row: AppointmentRow): Side => ({
  id: row.doctor_id,
  email: shownEmail(row.doctor_email),
  firstName: row.doctor_first_name,
  lastName: row.doctor_last_name,
  role: row.doctor_role,
  profileImageUrl: row.doctor_profile_image_url,
  timeZone: row.doctor_time_zone,
  locale: row.doctor_locale,
});

const patientOf = (row: AppointmentRow): Side => ({
  id: row.patient_id,
  email: shownEmail(row.patient_email),
  firstName: row.patient_first_name,
  lastName: row.patient_last_name,
  role: row.patient_role,
  profileImageUrl: row.patient_profile_image_url,
  timeZone: row.patient_time_zone,
  locale: row.patient_locale,
});

const appointmentOf = (row: AppointmentRow): Appointment => ({
  id: row.id,
  number: row.number,
  doctor: doctorOf(row),
  patient: patientOf(row),
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  sessionType: row.session_type,
  status: row.status,
  reason: row.reason,
  cancelReason: row.cancel_reason,
  completionFinal: row.completion_final,
  version: row.version,
  room: row.room,
  videoProvider: row.video_provider,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

/** Runs a statement made with `selectAppointments`. */
export const readAppointments = async (
  on: Tx | Database,
  ...[text, values]: Parameters<Tx['query']>
): Promise<Appointment[]> => (await on.query<AppointmentRow>(text, values)).map(appointmentOf);

const one = async (on: Tx | Database, condition: string, value: string): Promise<Appointment | null> =>
  (await readAppointments(on, `${selectAppointments('appointments')} WHERE ${condition}`, [value]))[0] ??
  null;

export const isNumber = (ref: string): boolean => /^[1-9]\d{0,14}$/.test(ref);
const named = (ref: string): string => (isNumber(ref) ? 'a.number = $1::bigint' : 'a.id = $1::uuid');

export const selectByRef = (on: Tx | Database, ref: string): Promise<Appointment | null> =>
  one(on, named(ref), ref);

export const selectByRoom = (on: Tx | Database, room: string): Promise<Appointment | null> =>
  one(on, 'a.room = $1', room);

export const selectByIds = (on: Tx | Database, ids: readonly string[]): Promise<Appointment[]> =>
  readAppointments(on, `${selectAppointments('appointments')} WHERE a.id = ANY ($1::uuid[])`, [ids]);

export const lockByRef = (tx: Tx, ref: string): Promise<Appointment | null> =>
  one(tx, `${named(ref)} FOR NO KEY UPDATE OF a`, ref);
