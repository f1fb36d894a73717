import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Database } from '../database/database.ts';
import { type EntryRow, insertLink, selectHead, selectUnsealed, tryLockChain } from './chain-rows.ts';

const BATCH = 500;
const SEAL_EVERY_MS = 1_000;

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

/** Links the entries that are not in the chain yet; how many. One process at a time, others skip. */
export const seal = (db: Database): Promise<number> =>
  db.tx(async (tx) => {
    if (!(await tryLockChain(tx))) return 0;
    const entries = await selectUnsealed(tx, BATCH);
    let { position, hash } =
      entries.length > 0 ? await selectHead(tx, GENESIS) : { position: 0, hash: GENESIS };
    for (const entry of entries) {
      position += 1;
      hash = linkHash(hash, entry);
      await insertLink(tx, { position, entryId: entry.id, hash });
    }
    return entries.length;
  });

/** Seals once a second until stopped. */
export const startSealing = (db: Database, log: Logger): { stop: () => Promise<void> } => {
  let sealing: Promise<unknown> = Promise.resolve();
  const round = () =>
    seal(db).catch((error: unknown) =>
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
