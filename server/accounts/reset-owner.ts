import type { Database } from '../database/database.ts';
import type { CodeAddress } from '../otp/code-address.ts';
import { findByEmail } from '../people/find-person.ts';
import type { Person } from '../people/person.ts';

/** Whose password may be reset with a code to this number: the e-mail address and the number are one account's. */
export const resetOwner = async (db: Database, email: string, to: CodeAddress): Promise<Person | null> => {
  const person = await findByEmail(db, email);
  return person?.phoneVerified && person.phone === to.address ? person : null;
};
