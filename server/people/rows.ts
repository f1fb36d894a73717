import type { QuietHours } from '../../contract/people.ts';
import type { Channel, Locale } from '../../contract/primitives.ts';
import type { Database, Tx } from '../database/database.ts';
import { minuteOf } from '../minutes.ts';
import type { Person } from './person.ts';
import { PERSON_COLUMNS, type PersonRow, personOf } from './person-columns.ts';

export const selectPerson = async (on: Tx | Database, id: string): Promise<Person | null> => {
  const [row] = await on.query<PersonRow>(`SELECT ${PERSON_COLUMNS} FROM people p WHERE p.id = $1`, [id]);
  return row ? personOf(row) : null;
};

export const selectPeople = async (
  on: Tx | Database,
  ids: readonly string[],
): Promise<(id: string) => Person | null> => {
  const rows = await on.read<PersonRow>(
    `SELECT ${PERSON_COLUMNS} FROM people p WHERE p.id = ANY ($1::uuid[])`,
    [ids],
  );
  const byId = new Map(rows.map((row) => [row.id, personOf(row)]));
  return (id) => byId.get(id) ?? null;
};

const BY_EMAIL = `SELECT ${PERSON_COLUMNS} FROM people p WHERE p.email = $1`;

/** `email` in lower case; verified or not. */
export const selectByEmail = async (on: Tx | Database, email: string): Promise<Person | null> => {
  const [row] = await on.read<PersonRow>(BY_EMAIL, [email]);
  return row ? personOf(row) : null;
};

const BY_VERIFIED = {
  phone: `SELECT ${PERSON_COLUMNS} FROM people p WHERE p.phone = ANY ($1::text[]) AND p.phone_verified_at IS NOT NULL`,
  email: `SELECT ${PERSON_COLUMNS} FROM people p WHERE p.email = ANY ($1::text[]) AND p.email_verified_at IS NOT NULL`,
};

/** Whose address each is: numbers in E.164, or e-mail addresses in lower case. */
export const selectByVerified = async (
  on: Tx | Database,
  kind: 'phone' | 'email',
  addresses: readonly string[],
): Promise<(address: string) => Person | null> => {
  const rows = await on.read<PersonRow>(BY_VERIFIED[kind], [addresses]);
  const owners = new Map(rows.map((row) => [row[kind], personOf(row)]));
  return (address) => owners.get(address) ?? null;
};

/** A unique violation says that the number is somebody else's. */
export const updatePhone = async (tx: Tx, id: string, phone: string): Promise<Person | null> => {
  const [row] = await tx.query<PersonRow>(
    `UPDATE people p SET phone = $2, phone_verified_at = now(), phone_changed_at = now(), updated_at = now()
     WHERE p.id = $1 RETURNING ${PERSON_COLUMNS}`,
    [id, phone],
  );
  return row ? personOf(row) : null;
};

export const updatePassword = async (tx: Tx, id: string, passwordHash: string): Promise<void> => {
  await tx.query('UPDATE people SET password_hash = $2, updated_at = now() WHERE id = $1', [
    id,
    passwordHash,
  ]);
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

export type NewPerson = Omit<Person, 'phoneChangedAt' | 'quietHours'> & { passwordHash: string | null };

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
  /** Undefined leaves them, null takes them away. */
  quietHours: QuietHours | null | undefined;
}

/** What is null stays as it is. */
export const updateProfile = async (tx: Tx, id: string, change: ProfileChange): Promise<Person | null> => {
  const { quietHours } = change;
  const [row] = await tx.query<PersonRow>(
    `UPDATE people p SET
       first_name = coalesce($2, p.first_name), last_name = coalesce($3, p.last_name),
       time_zone = coalesce($4, p.time_zone), locale = coalesce($5, p.locale),
       channels = coalesce($6::text[], p.channels),
       quiet_from_minute = CASE WHEN $7::boolean THEN $8::integer ELSE p.quiet_from_minute END,
       quiet_to_minute = CASE WHEN $7::boolean THEN $9::integer ELSE p.quiet_to_minute END, updated_at = now()
     WHERE p.id = $1 RETURNING ${PERSON_COLUMNS}`,
    [
      id,
      change.firstName,
      change.lastName,
      change.timeZone,
      change.locale,
      change.channels,
      quietHours !== undefined,
      quietHours ? minuteOf(quietHours.from) : null,
      quietHours ? minuteOf(quietHours.to) : null,
    ],
  );
  return row ? personOf(row) : null;
};
