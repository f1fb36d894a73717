import type { Database, Tx } from '../database/database.ts';
import type { Person } from './person.ts';
import { selectCredentials, selectPerson } from './rows.ts';

/** Null where there is nobody with this id. */
export const findPerson = (on: Tx | Database, id: string): Promise<Person | null> => selectPerson(on, id);

/** For signing in: the person with this e-mail address, in any case, and the password's hash. */
export const findCredentials = (
  db: Database,
  email: string,
): Promise<{ person: Person; passwordHash: string | null } | null> =>
  selectCredentials(db, email.toLowerCase());
