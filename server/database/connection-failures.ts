import { sqlState } from './database.ts';

/** An operator's intervention (restart, crash): the server says so before it hangs up. */
export const isGoodbye = (error: unknown): boolean => sqlState(error)?.startsWith('57P') ?? false;

/** No connection can be had just now: class 08 is a lost one, 53300 no free place. */
const isNoPlace = (error: unknown): boolean =>
  isGoodbye(error) || sqlState(error) === '53300' || (sqlState(error)?.startsWith('08') ?? false);

/** A server that is not there, has no place, or goes while it is being connected to. */
export const isUnreachable = (error: unknown): boolean =>
  isNoPlace(error) ||
  error instanceof AggregateError || // every address of a name was tried
  (error instanceof Error &&
    ('syscall' in error || /^(timeout expired|Connection terminated)/.test(error.message)));

/** The prepared statement is gone, or its plan no longer fits: it has not run. */
export const isForgotten = (error: unknown): boolean =>
  error instanceof Error &&
  'routine' in error &&
  (error.routine === 'FetchPreparedStatement' || error.routine === 'RevalidateCachedQuery');
