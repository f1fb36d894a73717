import type { Database, Tx } from '../database/database.ts';
import type { Span } from './working-hours.ts';

/** No visit is longer (a check of the table): how far back one that still goes on can have started. */
const LONGEST = "interval '4 hours'";
const TAKES_TIME = "status IN ('SCHEDULED', 'CONFIRMED', 'IN_PROGRESS')";

/** The visits of any of these people, on either side, that take up time between `start` and `end`. */
export const selectTaken = async (
  on: Tx | Database,
  people: readonly string[],
  { start, end }: Span,
): Promise<Span[]> => {
  const rows = await on.query<{ starts_at: Date; ends_at: Date }>(
    `SELECT starts_at, ends_at FROM appointments
     WHERE (doctor_id = ANY($1::uuid[]) OR patient_id = ANY($1::uuid[])) AND ${TAKES_TIME} AND ends_at > $2
       AND starts_at > $2::timestamptz - ${LONGEST} AND starts_at < $3
     ORDER BY starts_at`,
    [people, new Date(start), new Date(end)],
  );
  return rows.map(({ starts_at: from, ends_at: to }) => ({ start: from.getTime(), end: to.getTime() }));
};

interface Overlap {
  doctorId: string;
  patientId: string;
  startsAt: Date;
  endsAt: Date;
  /** A visit that is about to leave its old time. */
  exceptId: string | null;
}

/** Who has another visit at that time. */
export const selectBusy = async (tx: Tx, wanted: Overlap): Promise<{ doctor: boolean; patient: boolean }> => {
  const busy = (side: 'doctor' | 'patient', id: '$1' | '$2'): string => `EXISTS (
    SELECT FROM appointments WHERE ${side}_id = ${id} AND ${TAKES_TIME} AND ends_at > $3
      AND starts_at > $3::timestamptz - ${LONGEST} AND starts_at < $4 AND id IS DISTINCT FROM $5::uuid)`;
  const [row] = await tx.query<{ doctor: boolean; patient: boolean }>(
    `SELECT ${busy('doctor', '$1')} AS doctor, ${busy('patient', '$2')} AS patient`,
    [wanted.doctorId, wanted.patientId, wanted.startsAt, wanted.endsAt, wanted.exceptId],
  );
  return row ?? { doctor: false, patient: false };
};
