import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { closed, EmailAddress, PersonName, Role } from '../contract/primitives.ts';
import { readConfig } from './config.ts';
import { sqlState, UNIQUE_VIOLATION } from './database/database.ts';
import { openDatabase } from './database/open-database.ts';
import { explainFailedStart } from './explain-failed-start.ts';
import { addPerson } from './people/add-person.ts';
import { isTimeZone } from './people/time-zone.ts';
import { hashPassword } from './sessions/passwords.ts';
import { printLine } from './start-banner.ts';

const USAGE = `The first people of a clinic, before anybody can sign in

  npm run people -- add <e-mail> --role admin|doctor|patient [--first-name …] [--last-name …] [--time-zone Europe/Madrid]

Prints a password once. Its owner signs in with it and confirms a phone number in the profile.`;

/** 120 bits, in twenty characters that every keyboard has. */
const newPassword = (): string => randomBytes(15).toString('base64url');

const Newcomer = closed({
  email: EmailAddress,
  role: Role,
  firstName: PersonName,
  lastName: PersonName,
  timeZone: Type.String({ minLength: 1, maxLength: 64 }),
});
type Newcomer = Static<typeof Newcomer>;

/** What was typed is no command of this. */
class Misread extends Error {}

/** @throws Misread */
const read = (args: string[]): Newcomer => {
  try {
    const text = { type: 'string' } as const;
    const options = { role: text, 'first-name': text, 'last-name': text, 'time-zone': text };
    const { positionals, values } = parseArgs({ args, options, allowPositionals: true });
    const [verb, email = '', ...rest] = positionals;
    const newcomer = {
      email,
      role: values.role,
      firstName: values['first-name'] ?? '',
      lastName: values['last-name'] ?? '',
      timeZone: values['time-zone'] ?? 'UTC',
    };
    if (verb !== 'add' || rest.length > 0) throw new Misread('');
    if (!isTimeZone(newcomer.timeZone)) throw new Misread(`“${newcomer.timeZone}” is no IANA time zone.`);
    if (!Value.Check(Newcomer, newcomer)) throw new Misread('It needs an e-mail address and a --role.');
    return newcomer;
  } catch (error) {
    // Its own words for an option that it does not know.
    if (error instanceof TypeError) throw new Misread(error.message);
    throw error;
  }
};

/** `npm run people -- …`: works beside a running server on PostgreSQL; the embedded database has to be free. */
const add = async (newcomer: Newcomer): Promise<void> => {
  const db = await openDatabase(readConfig().database);
  try {
    const password = newPassword();
    const passwordHash = await hashPassword(password);
    await db.tx((tx) =>
      addPerson(tx, {
        ...newcomer,
        passwordHash,
        emailVerified: false,
        phone: null,
        phoneVerified: false,
        locale: 'en',
        actorId: null,
      }),
    );
    printLine(
      `Added ${newcomer.email} as ${newcomer.role}. The password is shown here once and kept nowhere:`,
    );
    printLine('');
    printLine(password);
  } finally {
    await db.close();
  }
};

const inWords = (error: unknown): string => {
  if (error instanceof Misread) return [error.message, USAGE].filter((part) => part !== '').join('\n\n');
  return sqlState(error) === UNIQUE_VIOLATION
    ? 'There is somebody with this e-mail address already.'
    : explainFailedStart(error);
};

try {
  await add(read(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${inWords(error)}\n`);
  process.exitCode = 1;
}
