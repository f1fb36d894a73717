import type { VideoCallStatus, VideoProvider } from '../../contract/video-calls.ts';
import type { Database, Tx } from '../database/database.ts';
import type { CallFacts, CallRecord, Room } from './video-call.ts';

export interface CallRow {
  id: string;
  appointment_id: string;
  provider: VideoProvider;
  room_name: string;
  provider_room: string;
  version: number;
  status: VideoCallStatus;
  started_at: Date | null;
  ended_at: Date | null;
  ended_by: CallFacts['endedBy'];
  doctor_joined_at: Date | null;
  doctor_left_at: Date | null;
  doctor_seen_at: Date | null;
  patient_joined_at: Date | null;
  patient_left_at: Date | null;
  patient_seen_at: Date | null;
  missing: CallFacts['missing'];
  created_at: Date;
  updated_at: Date;
}

export const CALL_COLUMNS = `
  c.id, c.appointment_id, c.provider, c.room_name, c.provider_room, c.version, c.status, c.started_at, c.ended_at, c.ended_by,
  c.doctor_joined_at, c.doctor_left_at, c.doctor_seen_at,
  c.patient_joined_at, c.patient_left_at, c.patient_seen_at, c.missing, c.created_at, c.updated_at`;

export const callOf = (row: CallRow): CallRecord => ({
  id: row.id,
  appointmentId: row.appointment_id,
  provider: row.provider,
  roomName: row.room_name,
  providerRoom: row.provider_room,
  version: row.version,
  status: row.status,
  startedAt: row.started_at,
  endedAt: row.ended_at,
  endedBy: row.ended_by,
  doctor: { joinedAt: row.doctor_joined_at, leftAt: row.doctor_left_at, seenAt: row.doctor_seen_at },
  patient: { joinedAt: row.patient_joined_at, leftAt: row.patient_left_at, seenAt: row.patient_seen_at },
  missing: row.missing,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

const SELECT = `SELECT ${CALL_COLUMNS} FROM video_calls c WHERE c.appointment_id = $1`;

const one = (rows: CallRow[]): CallRecord | null => (rows[0] ? callOf(rows[0]) : null);

export const selectCall = async (db: Database, appointmentId: string): Promise<CallRecord | null> =>
  one(await db.query<CallRow>(SELECT, [appointmentId]));

/** Held until the transaction ends; the appointment is locked before it, never after. */
export const lockCall = async (tx: Tx, appointmentId: string): Promise<CallRecord | null> =>
  one(await tx.query<CallRow>(`${SELECT} FOR UPDATE`, [appointmentId]));

export interface NewCall {
  id: string;
  appointmentId: string;
  room: Room;
  createdAt: Date;
}

/** Null where the appointment has its call already. */
export const insertCall = async (tx: Tx, call: NewCall): Promise<CallRecord | null> => {
  const { provider, roomName, providerRoom, version } = call.room;
  return one(
    await tx.query<CallRow>(
      `INSERT INTO video_calls AS c
         (id, appointment_id, provider, room_name, provider_room, version, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
       ON CONFLICT (appointment_id) DO NOTHING RETURNING ${CALL_COLUMNS}`,
      [call.id, call.appointmentId, provider, roomName, providerRoom, version, call.createdAt],
    ),
  );
};

/** Writes what the rules made of a call, and tells every process after the commit. */
export const updateCall = async (
  tx: Tx,
  {
    id,
    appointmentId,
    provider,
    roomName,
    providerRoom,
    version,
  }: Room & Pick<CallRecord, 'id' | 'appointmentId'>,
  facts: CallFacts,
  now: Date,
): Promise<CallRecord> => {
  const { doctor, patient } = facts;
  const written = one(
    await tx.query<CallRow>(
      `UPDATE video_calls AS c SET
         room_name = $2, status = $3, started_at = $4, ended_at = $5, ended_by = $6, missing = $7,
         doctor_joined_at = $8, doctor_left_at = $9, doctor_seen_at = $10,
         patient_joined_at = $11, patient_left_at = $12, patient_seen_at = $13, updated_at = $14,
         provider = $15, provider_room = $16, version = $17
       WHERE c.id = $1 RETURNING ${CALL_COLUMNS}`,
      [
        id,
        roomName,
        facts.status,
        facts.startedAt,
        facts.endedAt,
        facts.endedBy,
        facts.missing,
        doctor.joinedAt,
        doctor.leftAt,
        doctor.seenAt,
        patient.joinedAt,
        patient.leftAt,
        patient.seenAt,
        now,
        provider,
        providerRoom,
        version,
      ],
    ),
  );
  if (!written) throw new Error('the locked call is not there');
  await tx.query("SELECT pg_notify('call_changed', $1)", [appointmentId]);
  return written;
};

/** Says that these sides' connections stand. */
export const updateSeen = async (
  db: Database,
  { doctorOf, patientOf }: { doctorOf: readonly string[]; patientOf: readonly string[] },
  now: Date,
): Promise<void> => {
  await db.query(
    `UPDATE video_calls SET
       doctor_seen_at = CASE WHEN appointment_id = ANY($1::uuid[]) THEN $3::timestamptz ELSE doctor_seen_at END,
       patient_seen_at = CASE WHEN appointment_id = ANY($2::uuid[]) THEN $3::timestamptz ELSE patient_seen_at END
     WHERE appointment_id = ANY($1::uuid[]) OR appointment_id = ANY($2::uuid[])`,
    [doctorOf, patientOf, now],
  );
};
