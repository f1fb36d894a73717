import type { Channel } from '../../contract/primitives.ts';
import type { Database, Tx } from '../database/database.ts';
import type { Locale, Person } from './person.ts';
import { PERSON_COLUMNS, type PersonRow, personOf } from './person-columns.ts';

export const selectPerson = async (on: Tx | Database, id: string): Promise<Person | null> => {
  const [row] = await on.query<PersonRow>(`SELECT ${PERSON_COLUMNS} FROM people p WHERE p.id = $1`, [id]);
  return row ? personOf(row) : null;
};

/** With the password's hash, for signing in only; `email` in lower case. */
export const selectCredentials = async (
  db: Database,
  email: string,
): Promise<{ person: Person; passwordHash: string | null } | null> => {
  const [row] = await db.query<PersonRow & { password_hash: string | null }>(
    `SELECT ${PERSON_COLUMNS}, p.password_hash FROM people p WHERE p.email = $1`,
    [email],
  );
  return row ? { person: personOf(row), passwordHash: row.password_hash } : null;
};

export type NewPerson = Omit<Person, 'phoneChangedAt'> & { passwordHash: string | null };

export const insertPerson = async (tx: Tx, person: NewPerson): Promise<void> => {
  await tx.query(
    `INSERT INTO people (id, email, email_verified_at, phone, phone_verified_at, password_hash, role,
       first_name, last_name, time_zone, locale, channels, profile_image_url)
     VALUES ($1, $2, CASE WHEN $3::boolean THEN now() END, $4, CASE WHEN $5::boolean THEN now() END, $6, $7,
       $8, $9, $10, $11, $12::text[], $13)`,
    [
      person.id,
      person.email,
      person.emailVerified,
      person.phone,
      person.phoneVerified,
      person.passwordHash,
      person.role,
      person.firstName,
      person.lastName,
      person.timeZone,
      person.locale,
      person.channels,
      person.profileImageUrl,
    ],
  );
};

export interface ProfileChange {
  firstName: string | null;
  lastName: string | null;
  timeZone: string | null;
  locale: Locale | null;
  channels: Channel[] | null;
}

/** What is null stays as it is. */
export const updateProfile = async (tx: Tx, id: string, change: ProfileChange): Promise<Person | null> => {
  const [row] = await tx.query<PersonRow>(
    `UPDATE people p SET
       first_name = coalesce($2, p.first_name), last_name = coalesce($3, p.last_name),
       time_zone = coalesce($4, p.time_zone), locale = coalesce($5, p.locale),
       channels = coalesce($6::text[], p.channels), updated_at = now()
     WHERE p.id = $1 RETURNING ${PERSON_COLUMNS}`,
    [id, change.firstName, change.lastName, change.timeZone, change.locale, change.channels],
  );
  return row ? personOf(row) : null;
};
