import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Database } from '../database/database.ts';
import {
  type EntryRow,
  insertLinks,
  type Link,
  selectHead,
  selectHighestLinked,
  selectUnsealed,
  tryLockChain,
} from './chain-rows.ts';

const BATCH = 500;
const SEAL_EVERY_MS = 1_000;

/** More ids than are given out in the life of the longest transaction. */
const LATEST_IDS = 50_000;

/** Before the first entry. */
export const GENESIS: Uint8Array = new Uint8Array(32);

/** The link over an entry: SHA-256 of the link before it and everything the entry says. */
export const linkHash = (before: Uint8Array, entry: EntryRow): Uint8Array => {
  const told = JSON.stringify([
    entry.id,
    entry.at,
    entry.actor_id,
    entry.action,
    entry.subject_id,
    entry.details,
  ]);
  return new Uint8Array(createHash('sha256').update(before).update(told).digest());
};

const linksOver = (entries: readonly EntryRow[], head: { position: number; hash: Uint8Array }): Link[] => {
  let { position, hash } = head;
  return entries.map((entry) => {
    position += 1;
    hash = linkHash(hash, entry);
    return { position, entryId: entry.id, hash };
  });
};

/**
 * Links the entries that are not in the chain yet; how many. One process at a time, others skip. `recent`
 * looks no further back than any transaction can be behind; the whole trail is looked through otherwise.
 */
export const seal = (db: Database, reach: 'recent' | 'all' = 'all'): Promise<number> =>
  db.tx(async (tx) => {
    if (!(await tryLockChain(tx))) return 0;
    const after = reach === 'recent' ? (await selectHighestLinked(tx)) - LATEST_IDS : 0;
    const entries = await selectUnsealed(tx, { after, most: BATCH });
    if (entries.length > 0) await insertLinks(tx, linksOver(entries, await selectHead(tx, GENESIS)));
    return entries.length;
  });

const sealBatches = async (db: Database, reach: 'recent' | 'all'): Promise<void> => {
  while ((await seal(db, reach)) === BATCH);
};

/** Seals once a second until stopped; the first time all that an earlier process left. */
export const startSealing = (db: Database, log: Logger): { stop: () => Promise<void> } => {
  let sealing: Promise<unknown> = Promise.resolve();
  let reach: 'recent' | 'all' = 'all';
  const round = () =>
    sealBatches(db, reach)
      .then(() => {
        reach = 'recent';
      })
      .catch((error: unknown) =>
        log.warn({ err: error }, 'the audit trail could not be sealed; it is tried again'),
      );
  const timer = setInterval(() => {
    sealing = sealing.then(round);
  }, SEAL_EVERY_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await sealing;
      await round();
    },
  };
};
