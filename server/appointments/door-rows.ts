import type { Database, Tx } from '../database/database.ts';
import {
  joinLiveCode,
  LIVE_CODE_COLUMNS,
  type LiveCode,
  type LiveCodeRow,
  liveCodeOf,
} from '../otp/live-code.ts';
import type { Appointment } from './appointment.ts';
import { isNumber } from './rows.ts';
import { VIDEO_PURPOSE } from './video-challenge.ts';

/** What the door needs to know of an appointment: whose, when, in which state; no names. */
export type DoorAppointment = Pick<
  Appointment,
  'id' | 'startsAt' | 'endsAt' | 'sessionType' | 'status' | 'completionFinal' | 'version' | 'room'
> & { doctor: { id: string }; patient: { id: string } };

interface DoorRow extends LiveCodeRow {
  id: string;
  doctor_id: string;
  patient_id: string;
  starts_at: Date;
  ends_at: Date;
  session_type: Appointment['sessionType'];
  status: Appointment['status'];
  completion_final: boolean;
  version: number;
  room: string;
}

/** The binding is that of `videoChallenge`, put together from the version that is read here. */
const door = (condition: string): string => `
  SELECT a.id, a.doctor_id, a.patient_id, a.starts_at, a.ends_at, a.session_type, a.status,
    a.completion_final, a.version, a.room, ${LIVE_CODE_COLUMNS}
  FROM appointments a ${joinLiveCode({
    purpose: `'${VIDEO_PURPOSE}'`,
    subject: '$2::text',
    binding: `$3::text || ':' || a.id::text || ':' || a.version::text`,
    deviceHash: '$4::bytea',
  })} WHERE ${condition}`;

const BY_ID = door('a.id = $1::uuid');
const BY_NUMBER = door('a.number = $1::bigint');

/** An appointment and the code that is out for its door, for this person in this session, in one statement. */
export const selectDoor = async (
  on: Database | Tx,
  who: { ref: string; personId: string; sessionId: string; deviceHash: Uint8Array },
): Promise<{ appointment: DoorAppointment; live: LiveCode | null } | null> => {
  const [row] = await on.read<DoorRow>(isNumber(who.ref) ? BY_NUMBER : BY_ID, [
    who.ref,
    who.personId,
    who.sessionId,
    who.deviceHash,
  ]);
  if (!row) return null;
  return {
    live: liveCodeOf(row),
    appointment: {
      id: row.id,
      doctor: { id: row.doctor_id },
      patient: { id: row.patient_id },
      startsAt: row.starts_at,
      endsAt: row.ends_at,
      sessionType: row.session_type,
      status: row.status,
      completionFinal: row.completion_final,
      version: row.version,
      room: row.room,
    },
  };
};
