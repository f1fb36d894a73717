import type { Database, Tx } from '../database/database.ts';
import { DEFAULT_SLOT_MINUTES } from '../people/doctor.ts';
import type { WorkingHours } from './working-hours.ts';

/** A doctor's hours and the length of a slot. */
export interface Schedule {
  hours: WorkingHours;
  slotMinutes: number;
}

interface ScheduleRow {
  time_zone: string;
  slot_minutes: number;
  weekly: { weekday: number; from: number; to: number }[];
  exceptions: { date: string; from: number | null; to: number | null }[];
}

const SCHEDULE = `
  SELECT p.time_zone, coalesce(s.slot_minutes, ${DEFAULT_SLOT_MINUTES}) AS slot_minutes,
    (SELECT coalesce(jsonb_agg(
        jsonb_build_object('weekday', w.weekday, 'from', w.from_minute, 'to', w.to_minute)
        ORDER BY w.weekday, w.from_minute), '[]')
      FROM doctor_weekly_hours w WHERE w.doctor_id = p.id) AS weekly,
    (SELECT coalesce(jsonb_agg(
        jsonb_build_object('date', to_char(e.on_date, 'YYYY-MM-DD'), 'from', e.from_minute, 'to', e.to_minute)
        ORDER BY e.on_date, e.from_minute), '[]')
      FROM doctor_exceptions e WHERE e.doctor_id = p.id) AS exceptions
  FROM people p LEFT JOIN doctor_settings s ON s.doctor_id = p.id
  WHERE p.id = $1 AND p.role = 'doctor'`;

/** Null where there is no such doctor. */
export const selectSchedule = async (on: Tx | Database, doctorId: string): Promise<Schedule | null> => {
  const [row] = await on.query<ScheduleRow>(SCHEDULE, [doctorId]);
  if (!row) return null;
  const exceptions = row.exceptions.map(({ date, from, to }) => ({
    date,
    hours: from === null || to === null ? null : { from, to },
  }));
  return {
    hours: { timeZone: row.time_zone, weekly: row.weekly, exceptions },
    slotMinutes: row.slot_minutes,
  };
};

type NewHours = Pick<WorkingHours, 'weekly' | 'exceptions'>;

/** Puts these hours in the place of all that the doctor had. */
export const replaceHours = async (
  tx: Tx,
  doctorId: string,
  { weekly, exceptions }: NewHours,
): Promise<void> => {
  await tx.query('DELETE FROM doctor_weekly_hours WHERE doctor_id = $1', [doctorId]);
  await tx.query('DELETE FROM doctor_exceptions WHERE doctor_id = $1', [doctorId]);
  await tx.query(
    `INSERT INTO doctor_weekly_hours (doctor_id, weekday, from_minute, to_minute)
     SELECT $1, weekday, "from", "to" FROM jsonb_to_recordset($2::jsonb) AS (weekday smallint, "from" int, "to" int)`,
    [doctorId, JSON.stringify(weekly)],
  );
  await tx.query(
    `INSERT INTO doctor_exceptions (doctor_id, on_date, from_minute, to_minute)
     SELECT $1, date, "from", "to" FROM jsonb_to_recordset($2::jsonb) AS (date date, "from" int, "to" int)`,
    [doctorId, JSON.stringify(exceptions.map(({ date, hours }) => ({ date, ...hours })))],
  );
};

export const upsertSlotMinutes = async (tx: Tx, doctorId: string, slotMinutes: number): Promise<void> => {
  await tx.query(
    `INSERT INTO doctor_settings (doctor_id, slot_minutes) VALUES ($1, $2)
     ON CONFLICT (doctor_id) DO UPDATE SET slot_minutes = excluded.slot_minutes`,
    [doctorId, slotMinutes],
  );
};
