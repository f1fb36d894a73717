import type { AppointmentStatus, SessionType } from '../../contract/appointments.ts';
import type { VideoProvider } from '../../contract/primitives.ts';
import type { Tx } from '../database/database.ts';

export interface NewAppointment {
  id: string;
  doctorId: string;
  patientId: string;
  startsAt: Date;
  endsAt: Date;
  sessionType: SessionType;
  status: AppointmentStatus;
  reason: string | null;
  createdBy: string | null;
  /** Where its calls are held; null, and unless given, where the clinic usually holds visits. */
  videoProvider?: VideoProvider | null;
}

export const insertAppointment = async (
  tx: Tx,
  appointment: NewAppointment,
  roomKey: string,
): Promise<void> => {
  await tx.query(
    `INSERT INTO appointments
       (id, doctor_id, patient_id, starts_at, ends_at, session_type, status, reason, created_by, room_key,
        video_provider)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      appointment.id,
      appointment.doctorId,
      appointment.patientId,
      appointment.startsAt,
      appointment.endsAt,
      appointment.sessionType,
      appointment.status,
      appointment.reason,
      appointment.createdBy,
      roomKey,
      appointment.videoProvider ?? null,
    ],
  );
};

/** A new time is a new version with a new room. */
export const updateTime = async (
  tx: Tx,
  id: string,
  {
    startsAt,
    endsAt,
    status,
    roomKey,
  }: { startsAt: Date; endsAt: Date; status: AppointmentStatus; roomKey: string },
): Promise<void> => {
  await tx.query(
    `UPDATE appointments
     SET starts_at = $2, ends_at = $3, status = $4, room_key = $5, version = version + 1, updated_at = now()
     WHERE id = $1`,
    [id, startsAt, endsAt, status, roomKey],
  );
};

export const updateStatus = async (
  tx: Tx,
  id: string,
  { status, completionFinal }: { status: AppointmentStatus; completionFinal: boolean },
): Promise<void> => {
  await tx.query(
    'UPDATE appointments SET status = $2, completion_final = $3, updated_at = now() WHERE id = $1',
    [id, status, completionFinal],
  );
};

/** The time, the version and the page stay: only where the next room is made changes. */
export const updateVideoProvider = async (
  tx: Tx,
  id: string,
  provider: VideoProvider | null,
): Promise<void> => {
  await tx.query('UPDATE appointments SET video_provider = $2, updated_at = now() WHERE id = $1', [
    id,
    provider,
  ]);
};

/** A cancelled appointment keeps its time and gets a new version and room, so that nobody enters the old one. */
export const updateCancelled = async (
  tx: Tx,
  id: string,
  { cancelReason, roomKey }: { cancelReason: string | null; roomKey: string },
): Promise<void> => {
  await tx.query(
    `UPDATE appointments
     SET status = 'CANCELLED', cancel_reason = $2, room_key = $3, completion_final = true,
         version = version + 1, updated_at = now()
     WHERE id = $1`,
    [id, cancelReason, roomKey],
  );
};

export const notifyChanged = async (tx: Tx, id: string): Promise<void> => {
  await tx.query("SELECT pg_notify('appointment_changed', $1)", [id]);
};
