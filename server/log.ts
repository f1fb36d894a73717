import { type DestinationStream, type Logger, pino } from 'pino';
import { sqlState } from './database/database.ts';

/** What may stand in the message of an error and be somebody's: quoted text, addresses, numbers, codes. */
const SOMEBODYS = [/"[^"]*"/g, /'[^']*'/g, /[^\s@]+@[^\s@]+/g, /\+?\d[\d\s().-]{2,}\d/g];

const blanked = (text: string): string =>
  SOMEBODYS.reduce((rest, somebodys) => rest.replace(somebodys, '•'), text);

/** The lines of a stack that name places; what is before them repeats the message. */
const places = (stack: string | undefined): string[] =>
  (stack ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '));

const fieldOf = (error: Error, name: string): string | undefined => {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : undefined;
};

const ofStatement = (error: Error) => ({
  table: fieldOf(error, 'table'),
  constraint: fieldOf(error, 'constraint'),
});

/**
 * An error as the log may have it. The drivers hang a statement's values on their errors, and messages
 * quote what was typed, so only this is let through.
 */
export const errorForLog = (error: unknown): object => {
  if (!(error instanceof Error)) return { type: typeof error };
  const ofDatabase = sqlState(error) !== null;
  return {
    type: ofDatabase ? 'DatabaseError' : error.name,
    code: fieldOf(error, 'code'),
    says: blanked(error.message),
    ...(ofDatabase ? ofStatement(error) : {}),
    at: places(error.stack),
    ...(error.cause === undefined ? {} : { cause: errorForLog(error.cause) }),
  };
};

/** The log: JSON, a line an event, to standard output unless a destination is given. */
export const createLog = (level: string, destination?: DestinationStream): Logger => {
  // A formatter and not a serializer: the HTTP framework puts its own serializer in the place of ours.
  const formatters = {
    log: (entry: Record<string, unknown>) =>
      'err' in entry ? { ...entry, err: errorForLog(entry['err']) } : entry,
  };
  return destination ? pino({ level, formatters }, destination) : pino({ level, formatters });
};
