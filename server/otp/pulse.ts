import type { Logger } from 'pino';
import type { Database } from '../database/database.ts';
import { looksLikeGuessing } from './policy.ts';
import { addPulse } from './rows.ts';

/** Counts verdicts over all people and stops unknown devices while they look like guessing. */
export interface OtpPulse {
  record: (verdict: 'accepted' | 'refused') => void;
  /** Seconds that a device which never gave a right code must wait; 0 while the breaker is closed. */
  breakerWait: () => number;
  stop: () => Promise<void>;
}

const BEAT_MS = 1_000;
const BREAKER_WAIT_SECONDS = 60;

/** Verdicts are added up in memory and written once a second, so a verdict costs no statement of its own. */
export const startOtpPulse = (db: Database, log: Logger): OtpPulse => {
  let counts = { accepted: 0, refused: 0 };
  let open = false;
  let beating: Promise<void> = Promise.resolve();

  const beat = async (): Promise<void> => {
    const taken = counts;
    counts = { accepted: 0, refused: 0 };
    try {
      const total = await db.tx((tx) => addPulse(tx, taken));
      const guessing = looksLikeGuessing(total);
      if (guessing && !open)
        log.error(total, 'wrong codes against many people at once: unknown devices must wait');
      open = guessing;
    } catch (error) {
      counts = { accepted: counts.accepted + taken.accepted, refused: counts.refused + taken.refused };
      log.warn({ err: error }, 'the verdicts of this second could not be written; they go with the next');
    }
  };

  const timer = setInterval(() => {
    beating = beating.then(beat);
  }, BEAT_MS);
  return {
    record: (verdict) => {
      counts[verdict] += 1;
    },
    breakerWait: () => (open ? BREAKER_WAIT_SECONDS : 0),
    stop: async () => {
      clearInterval(timer);
      await beating;
    },
  };
};
