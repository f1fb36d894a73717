import type { Database, Tx } from '../database/database.ts';
import type { Person } from './person.ts';
import {
  selectByEmail,
  selectByVerifiedEmail,
  selectByVerifiedPhone,
  selectCredentials,
  selectPerson,
} from './rows.ts';

/** Null where there is nobody with this id. */
export const findPerson = (on: Tx | Database, id: string): Promise<Person | null> => selectPerson(on, id);

/** For signing in: the person with this e-mail address, in any case, and the password's hash. */
export const findCredentials = (
  db: Database,
  email: string,
): Promise<{ person: Person; passwordHash: string | null } | null> =>
  selectCredentials(db, email.toLowerCase());

/** The person who has shown that this is theirs: a number in E.164, or an e-mail address in lower case. */
export const findByVerifiedAddress = (
  on: Tx | Database,
  { kind, address }: { kind: 'phone' | 'email'; address: string },
): Promise<Person | null> =>
  kind === 'phone' ? selectByVerifiedPhone(on, address) : selectByVerifiedEmail(on, address);

/** The person with this e-mail address, in any case, whether verified or not. */
export const findByEmail = (on: Tx | Database, email: string): Promise<Person | null> =>
  selectByEmail(on, email.toLowerCase());
