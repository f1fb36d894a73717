import { DatabaseUnavailable } from '../database/database.ts';
import type { Attempted } from './attempt.ts';
import { type LedgerDeps, type Leg, tellOf, writeOutcome } from './ledger.ts';
import { type Pace, pause } from './pace.ts';

export interface Desk {
  deps: LedgerDeps;
  pace: Pace;
  ended: AbortSignal;
  /** Keeps the process from ending before `work`, within its patience. */
  keep: (work: Promise<unknown>) => void;
}

/** Writes it down when the database is back. The message is where it is: nothing is sent again for that. */
const writeAgain = async ({ deps, pace, ended }: Desk, leg: Leg, came: Attempted): Promise<void> => {
  for (const wait of pace.writeAgain) {
    await pause(wait, ended);
    const written = await writeOutcome(deps, leg, came).then(
      () => true,
      (error: unknown) => {
        if (!(error instanceof DatabaseUnavailable)) throw error;
        return false;
      },
    );
    if (written) return;
    if (ended.aborted) break;
  }
  deps.log.error({ messageId: leg.id }, 'what came of a message is not in the ledger: the database is away');
};

/**
 * Tells what came of a leg and writes it down. Where the database is away the message is still where it is: that
 * is written down later, and nothing is sent again. Never rejects.
 */
export const noteOutcome = async (desk: Desk, leg: Leg, came: Attempted): Promise<void> => {
  const { deps } = desk;
  tellOf(deps, leg, came);
  const failed = (error: unknown) =>
    deps.log.error({ err: error, messageId: leg.id }, 'what came of a message could not be written down');
  await writeOutcome(deps, leg, came).catch((error: unknown) => {
    failed(error);
    if (error instanceof DatabaseUnavailable) desk.keep(writeAgain(desk, leg, came).catch(failed));
  });
};
