import { timingSafeEqual } from 'node:crypto';
import type { Database } from '../database/database.ts';
import { selectChain } from './chain-rows.ts';
import { GENESIS, linkHash } from './seal.ts';

const BATCH = 1_000;

export type ChainVerdict =
  /** `head` is the newest link's hash, hexadecimal: kept elsewhere, it shows later that no end was cut off. */
  | { whole: true; entries: number; head: string }
  /** The first row at which the chain and the entries disagree. */
  | {
      whole: false;
      position: number;
      entryId: number | null;
      why: 'entry changed' | 'entry gone' | 'link gone';
    };

/** Walks the whole audit trail and names the first bad row; `onProgress` hears how many entries were right. */
export const verifyChain = async (
  db: Database,
  onProgress: (entries: number) => void = () => {},
): Promise<ChainVerdict> => {
  let before = GENESIS;
  let position = 0;
  for (;;) {
    const links = await selectChain(db, position, BATCH);
    for (const link of links) {
      const next = position + 1;
      if (link.position !== next) return { whole: false, position: next, entryId: null, why: 'link gone' };
      if (link.id === null) return { whole: false, position: next, entryId: null, why: 'entry gone' };
      if (!timingSafeEqual(link.hash, linkHash(before, { ...link, id: link.id }))) {
        return { whole: false, position: next, entryId: link.id, why: 'entry changed' };
      }
      before = link.hash;
      position = next;
    }
    onProgress(position);
    if (links.length < BATCH)
      return { whole: true, entries: position, head: Buffer.from(before).toString('hex') };
  }
};
