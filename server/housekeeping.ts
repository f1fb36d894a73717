import { forgetOldGrants } from './appointments/forget-old-grants.ts';
import { forgetOldMisses } from './appointments/forget-old-misses.ts';
import type { Deps } from './deps.ts';
import { endInterrupted, forgetOldMessages, forgetOldReceipts } from './messages/upkeep.ts';
import { forgetOldCodes } from './otp/forget-old-codes.ts';
import { forgetOldReminders } from './reminders/forget-old-reminders.ts';
import { forgetOldSessions } from './sessions/forget-old-sessions.ts';
import { forgetOldConnections } from './video-calls/forget-old-connections.ts';

const HOUR_MS = 60 * 60_000;
const MINUTE_MS = 60_000;

/**
 * Removes, once an hour, what nothing looks at any more, and ends, at the start and every minute, what a killed
 * process left unfinished. Each step stands alone and may be run twice.
 */
export const startHousekeeping = ({ db, log }: Pick<Deps, 'db' | 'log'>): { stop: () => void } => {
  const forget = async (): Promise<void> => {
    for (const step of [
      forgetOldCodes,
      forgetOldSessions,
      forgetOldGrants,
      forgetOldMisses,
      forgetOldReceipts,
      forgetOldMessages,
      forgetOldReminders,
      forgetOldConnections,
    ]) {
      await step(db).catch((error: unknown) =>
        log.warn({ err: error }, 'old rows could not be removed; tried again in an hour'),
      );
    }
  };
  const finish = () =>
    endInterrupted(db).catch((error: unknown) =>
      log.warn({ err: error }, 'unfinished messages could not be ended; tried again in a minute'),
    );
  void finish();
  const timers = [setInterval(() => void forget(), HOUR_MS), setInterval(() => void finish(), MINUTE_MS)];
  for (const timer of timers) timer.unref();
  return { stop: () => timers.forEach(clearInterval) };
};
