import { inject } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import { openServerDatabase } from '../../server/database/server-database.ts';
import { createDatabase } from '../set-up/postgres.ts';
import { type Clinic, startClinic } from './clinic.ts';

export interface ClinicInTime {
  readonly clinic: Clinic;
  readonly db: Database;
  /** So many minutes more since every code that was sent. */
  letPass: (minutes: number) => Promise<void>;
  stop: () => Promise<void>;
}

/** A clinic on a PostgreSQL of its own, so that the minutes between two codes can be made to pass. */
export const startClinicInTime = async (): Promise<ClinicInTime> => {
  const url = await createDatabase(inject('postgresUrl'));
  const clinic = await startClinic({ env: { DATABASE_URL: url } });
  const db = await openServerDatabase(url, 1);
  return {
    clinic,
    db,
    letPass: async (minutes) => {
      await db.query("UPDATE otp_sends SET at = at - $1::integer * interval '1 minute'", [minutes]);
    },
    stop: async () => {
      await clinic.stop();
      await db.close();
    },
  };
};
