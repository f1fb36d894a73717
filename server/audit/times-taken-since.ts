import type { Tx } from '../database/database.ts';
import { selectTimesTaken } from './rows.ts';

/** When somebody booked or moved appointments since then, latest first; at most `most` of them. */
export const timesTakenSince = (
  tx: Tx,
  asked: { actorId: string; since: Date; most: number },
): Promise<Date[]> => selectTimesTaken(tx, asked);
