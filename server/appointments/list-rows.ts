import type { Database } from '../database/database.ts';
import type { Appointment } from './appointment.ts';
import { readAppointments, selectAppointments } from './rows.ts';

export type Scope = 'upcoming' | 'past';

/** Where a page ended: the start and the id of its last appointment. */
export interface Position {
  startsAt: Date;
  id: string;
}

interface Page {
  personId: string;
  scope: Scope;
  /** Visits that ended before this are over. */
  overBefore: Date;
  after: Position | null;
  limit: number;
}

const UPCOMING = "status IN ('SCHEDULED', 'CONFIRMED', 'IN_PROGRESS') AND ends_at > $2";

/** The second bound lets the index leave out years of past visits: none is longer than four hours. */
const SCOPES = {
  upcoming: {
    belongs: `${UPCOMING} AND starts_at > $2::timestamptz - interval '4 hours'`,
    follows: '>',
    direction: 'ASC',
    beforeAll: { startsAt: '-infinity', id: '00000000-0000-0000-0000-000000000000' },
  },
  past: {
    belongs: `NOT (${UPCOMING})`,
    follows: '<',
    direction: 'DESC',
    beforeAll: { startsAt: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' },
  },
} as const;

const statement = (scope: Scope): string => {
  const { belongs, follows, direction } = SCOPES[scope];
  const order = (name: string): string => `${name}starts_at ${direction}, ${name}id ${direction}`;
  // Each side has its own index in this order; an OR over both would read and sort everything.
  const side = (column: string): string => `
    (SELECT * FROM appointments WHERE ${column} = $1 AND ${belongs}
      AND (starts_at, id) ${follows} ($3::text::timestamptz, $4::uuid)
     ORDER BY ${order('')} LIMIT $5)`;
  const own = `(${side('doctor_id')} UNION ALL ${side('patient_id')})`;
  return `${selectAppointments(own)} ORDER BY ${order('a.')} LIMIT $5`;
};

const STATEMENTS = { upcoming: statement('upcoming'), past: statement('past') };

/** One page of a person's own appointments: upcoming soonest first, past newest first. */
export const selectOwn = (db: Database, page: Page): Promise<Appointment[]> => {
  const { startsAt, id } = page.after
    ? { startsAt: page.after.startsAt.toISOString(), id: page.after.id }
    : SCOPES[page.scope].beforeAll;
  return readAppointments(db, STATEMENTS[page.scope], [
    page.personId,
    page.overBefore,
    startsAt,
    id,
    page.limit,
  ]);
};
