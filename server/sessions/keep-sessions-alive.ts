import type { Deps } from '../deps.ts';
import { touchSessions } from './rows.ts';

/** Counts an open connection as use of its session: a long call must not end the session as idle. */
export const keepSessionsAlive = (deps: Pick<Deps, 'db'>, ids: readonly string[]): Promise<void> =>
  touchSessions(deps.db, ids);
