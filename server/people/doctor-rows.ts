import type { Doctor } from '../../contract/people.ts';
import type { Database } from '../database/database.ts';
import { DEFAULT_SLOT_MINUTES } from './doctor.ts';

/** By last name. A list is one statement, so the length of a doctor's slots is joined to the doctor. */
export const selectDoctors = (db: Database): Promise<Doctor[]> =>
  db.query<Doctor>(
    `SELECT p.id, p.first_name, p.last_name, p.time_zone, p.profile_image_url,
       coalesce(s.slot_minutes, ${DEFAULT_SLOT_MINUTES}) AS slot_minutes
     FROM people p LEFT JOIN doctor_settings s ON s.doctor_id = p.id
     WHERE p.role = 'doctor' ORDER BY p.last_name, p.first_name, p.id`,
  );
