import { ConfigFaults } from './config.ts';
import { DatabaseUnavailable, sqlState } from './database/database.ts';
import { FolderInUse } from './database/folder-lock.ts';
import { SchemaRefused } from './database/migrate.ts';

const WRONG_PASSWORD = 'PostgreSQL refuses the user or the password of DATABASE_URL. Check both.';

/** What PostgreSQL answers to a start, by SQLSTATE (PostgreSQL, appendix A) or its class. */
const REFUSALS: [state: string, words: (said: string) => string][] = [
  ['28', () => WRONG_PASSWORD],
  [
    '3D000',
    () => 'The database that DATABASE_URL names does not exist. Create it, for example with createdb.',
  ],
  [
    '42501',
    (said) =>
      `The user of DATABASE_URL lacks a right that Anteroom needs (${said}). It must own the database and be allowed to create a role and extensions.`,
  ],
];

/** Why the start failed: in words where it is the operator's to mend, else with the stack. */
export const explainFailedStart = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof ConfigFaults || error instanceof FolderInUse || error instanceof SchemaRefused)
    return error.message;
  if (error instanceof DatabaseUnavailable)
    return 'The database of DATABASE_URL can’t be reached. Check its address and port, and that it runs.';
  if ('code' in error && error.code === 'EADDRINUSE')
    return `${error.message}. Something else listens there; stop it or set PORT to another number.`;
  // The driver itself refuses to go on without a password where the server wants one.
  if (error.message.startsWith('SASL: ')) return WRONG_PASSWORD;
  const state = sqlState(error);
  const refusal = REFUSALS.find(([refused]) => state?.startsWith(refused));
  return refusal ? refusal[1](error.message) : (error.stack ?? error.message);
};
