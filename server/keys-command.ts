#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { Value } from 'typebox/value';
import { validate as isUuid } from 'uuid';
import { NewServiceKey } from '../contract/external.ts';
import { readConfig } from './config.ts';
import type { Database } from './database/database.ts';
import { openDatabase } from './database/open-database.ts';
import { explainFailedStart } from './explain-failed-start.ts';
import { Problem } from './problem.ts';
import { listServiceKeys } from './service-keys/list-service-keys.ts';
import { makeServiceKey } from './service-keys/make-service-key.ts';
import { revokeServiceKey } from './service-keys/revoke-service-key.ts';
import { type KeptServiceKey, SCOPES } from './service-keys/service-key.ts';
import { printLine } from './start-banner.ts';

const USAGE = `Keys of other systems, for /api/v1/external/…

  npm run keys -- create "name" --scopes ${SCOPES.join(',')}
  npm run keys -- list
  npm run keys -- revoke <id>

The same as “npx anteroom keys …”.

A key may do what its scopes say: otp:send sends codes, otp:verify checks them, messages:read asks how far a message came.`;

/** What was typed is no command of this. */
class Misread extends Error {}

type Run = (db: Database) => Promise<void>;

const create = (name: string, list: string): Run => {
  const asked = { name, scopes: list.split(',').map((scope) => scope.trim()) };
  if (!Value.Check(NewServiceKey, asked) || name.trim() === '')
    throw new Misread(
      `A key needs a name of at most 60 characters in one line, each to be seen, and --scopes with some of: ${SCOPES.join(', ')}.`,
    );
  return async (db) => {
    const { kept, key } = await makeServiceKey({ db }, { actorId: null, ...asked });
    printLine(`Made the key “${kept.name}” (${kept.scopes.join(', ')}), id ${kept.id}.`);
    printLine('It is shown here once and kept nowhere; put it where the other system reads it:');
    printLine('');
    printLine(key);
  };
};

const lineOf = ({ id, hint, name, scopes, lastUsedAt, revokedAt }: KeptServiceKey): string => {
  const used = lastUsedAt ? `last used ${lastUsedAt.toISOString()}` : 'never used';
  const state = revokedAt ? `revoked ${revokedAt.toISOString()}` : used;
  return `${id}  ${hint}…  ${name}  [${scopes.join(', ')}]  ${state}`;
};

const list: Run = async (db) => {
  const keys = await listServiceKeys({ db });
  if (keys.length === 0) printLine('There are no keys yet.');
  for (const key of keys) printLine(lineOf(key));
};

const revoke = (id: string): Run => {
  if (!isUuid(id)) throw new Misread('“revoke” needs the id of a key; “list” shows them.');
  return async (db) => {
    await revokeServiceKey({ db }, { actorId: null, id });
    printLine(`Revoked ${id}. It is refused from this moment on.`);
  };
};

/** @throws Misread */
const read = (args: string[]): Run => {
  try {
    const { positionals, values } = parseArgs({
      args,
      options: { scopes: { type: 'string' } },
      allowPositionals: true,
    });
    const [verb, subject = '', ...rest] = positionals[0] === 'keys' ? positionals.slice(1) : positionals;
    if (verb === 'create' && rest.length === 0) return create(subject, values.scopes ?? '');
    if (verb === 'list' && subject === '') return list;
    if (verb === 'revoke' && rest.length === 0) return revoke(subject);
  } catch (error) {
    // Its own words for an option that it does not know.
    if (error instanceof TypeError) throw new Misread(error.message);
    throw error;
  }
  throw new Misread('');
};

/** `npm run keys -- …`: works beside a running server on PostgreSQL; the embedded database has to be free. */
const command = async (args: string[]): Promise<void> => {
  const run = read(args);
  const db = await openDatabase(readConfig().database);
  try {
    await run(db);
  } finally {
    await db.close();
  }
};

const inWords = (error: unknown): string => {
  if (error instanceof Misread) return [error.message, USAGE].filter((part) => part !== '').join('\n\n');
  return error instanceof Problem ? error.message : explainFailedStart(error);
};

try {
  await command(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${inWords(error)}\n`);
  process.exitCode = 1;
}
