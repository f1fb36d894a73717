import type { Tx } from '../database/database.ts';
import type { Person } from './person.ts';
import { PERSON_COLUMNS, type PersonRow, personOf } from './person-columns.ts';

/** Two first requests of one identity run one after the other, so that they make one person. */
export const lockIdentity = async (tx: Tx, issuer: string, subject: string): Promise<void> => {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1::text, 0))', [`${issuer} ${subject}`]);
};

export const selectByIdentity = async (tx: Tx, issuer: string, subject: string): Promise<Person | null> => {
  const [row] = await tx.query<PersonRow>(
    `SELECT ${PERSON_COLUMNS} FROM outside_identities i JOIN people p ON p.id = i.person_id
     WHERE i.issuer = $1 AND i.subject = $2`,
    [issuer, subject],
  );
  return row ? personOf(row) : null;
};

export const insertIdentity = async (
  tx: Tx,
  issuer: string,
  subject: string,
  personId: string,
): Promise<void> => {
  await tx.query('INSERT INTO outside_identities (issuer, subject, person_id) VALUES ($1, $2, $3)', [
    issuer,
    subject,
    personId,
  ]);
};

export const selectByVerifiedPhone = async (tx: Tx, phone: string): Promise<Person | null> => {
  const [row] = await tx.query<PersonRow>(
    `SELECT ${PERSON_COLUMNS} FROM people p WHERE p.phone = $1 AND p.phone_verified_at IS NOT NULL`,
    [phone],
  );
  return row ? personOf(row) : null;
};

/** Whether verified or not; held until the transaction ends, so that nobody verifies or takes it meanwhile. */
export const lockByEmail = async (tx: Tx, email: string): Promise<Person | null> => {
  const [row] = await tx.query<PersonRow>(
    `SELECT ${PERSON_COLUMNS} FROM people p WHERE p.email = $1 FOR NO KEY UPDATE`,
    [email],
  );
  return row ? personOf(row) : null;
};

/** Gives a person an address in place of one that was never shown to be theirs. */
export const replaceUnverifiedEmail = async (tx: Tx, personId: string, email: string): Promise<void> => {
  await tx.query(
    `UPDATE people SET email = $2, updated_at = now() WHERE id = $1 AND email_verified_at IS NULL`,
    [personId, email],
  );
};
