import type { Database, Tx } from '../database/database.ts';
import { gather, onEach } from '../database/gather.ts';
import type { Person } from './person.ts';
import { selectByEmail, selectByVerified, selectCredentials, selectPeople, selectPerson } from './rows.ts';

/** Null where there is nobody with this id. */
export const findPerson = (on: Tx | Database, id: string): Promise<Person | null> => selectPerson(on, id);

/** For signing in: the person with this e-mail address, in any case, and the password's hash. */
export const findCredentials = (
  db: Database,
  email: string,
): Promise<{ person: Person; passwordHash: string | null } | null> =>
  selectCredentials(db, email.toLowerCase());

/** Those of these people who are there. */
export const findPeople = (
  on: Tx | Database,
  ids: readonly string[],
): Promise<(id: string) => Person | null> => selectPeople(on, ids);

const peopleOn = onEach((db) => gather((ids: readonly string[]) => selectPeople(db, ids)));

/** The person with this id, for who looks for many at the same time. */
export const findAmongPeople = (db: Database, id: string): Promise<Person | null> => peopleOn(db)(id);

const ownersOn = onEach((db) => ({
  phone: gather((numbers: readonly string[]) => selectByVerified(db, 'phone', numbers)),
  email: gather((emails: readonly string[]) => selectByVerified(db, 'email', emails)),
}));

/** The person who has shown that this is theirs: a number in E.164, or an e-mail address in lower case. */
export const findByVerifiedAddress = async (
  on: Tx | Database,
  { kind, address }: { kind: 'phone' | 'email'; address: string },
): Promise<Person | null> =>
  on.inTransaction ? (await selectByVerified(on, kind, [address]))(address) : ownersOn(on)[kind](address);

/** The person with this e-mail address, in any case, whether verified or not. */
export const findByEmail = (on: Tx | Database, email: string): Promise<Person | null> =>
  selectByEmail(on, email.toLowerCase());
