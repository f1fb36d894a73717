import { forgetOldGrants } from './appointments/forget-old-grants.ts';
import type { Deps } from './deps.ts';
import { forgetOldCodes } from './otp/forget-old-codes.ts';
import { forgetOldSessions } from './sessions/forget-old-sessions.ts';

const EVERY_MS = 60 * 60_000;

/** Removes, once an hour, what nothing looks at any more. Each step stands alone and may be run twice. */
export const startHousekeeping = ({ db, log }: Pick<Deps, 'db' | 'log'>): { stop: () => void } => {
  const round = async (): Promise<void> => {
    for (const forget of [forgetOldCodes, forgetOldSessions, forgetOldGrants]) {
      await forget(db).catch((error: unknown) =>
        log.warn({ err: error }, 'old rows could not be removed; tried again in an hour'),
      );
    }
  };
  const timer = setInterval(() => void round(), EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
};
