import { asBytea } from '../database/as-bytea.ts';
import type { Database, Tx } from '../database/database.ts';
import { readForEach } from '../database/read-for-each.ts';
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
  nr: number;
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

const doorOf = (row: DoorRow): Door => ({
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
});

export interface DoorAsk {
  /** The appointment's UUID or number. */
  ref: string;
  personId: string;
  sessionId: string;
  deviceHash: Uint8Array;
}

export interface Door {
  appointment: DoorAppointment;
  live: LiveCode | null;
}

/** The binding is that of `videoChallenge`, put together from the version that is read here. */
const DOORS = `
  SELECT asked.nr, a.id, a.doctor_id, a.patient_id, a.starts_at, a.ends_at, a.session_type, a.status,
    a.completion_final, a.version, a.room, ${LIVE_CODE_COLUMNS}
  FROM json_to_recordset($1::json) AS asked
    (nr integer, id uuid, number bigint, person_id text, session_id text, device_hash bytea)
  CROSS JOIN LATERAL (
    (SELECT * FROM appointments WHERE id = asked.id)
    UNION ALL (SELECT * FROM appointments WHERE number = asked.number)
  ) AS a ${joinLiveCode({
    purpose: `'${VIDEO_PURPOSE}'`,
    subject: 'asked.person_id',
    binding: `asked.session_id || ':' || a.id::text || ':' || a.version::text`,
    deviceHash: 'asked.device_hash',
  })}`;

/** Appointments and the codes that are out for their doors, each for one person in one session, in one statement. */
export const selectDoors = (
  on: Database | Tx,
  asks: readonly DoorAsk[],
): Promise<(ask: DoorAsk) => Door | null> =>
  readForEach(on, DOORS, asks, {
    columns: ({ ref, personId, sessionId, deviceHash }) => ({
      ...(isNumber(ref) ? { number: ref } : { id: ref }),
      person_id: personId,
      session_id: sessionId,
      device_hash: asBytea(deviceHash),
    }),
    answer: (row: DoorRow) => doorOf(row),
  });
