import type { Database, Tx } from '../database/database.ts';

/** An entry as the chain reads it: times and details as text, so that both drivers read the same bytes. */
export interface EntryRow {
  id: number;
  at: string;
  actor_id: string | null;
  action: string;
  subject_id: string | null;
  details: string;
}

const ENTRY = `e.id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at,
  e.actor_id, e.action, e.subject_id, e.details::text AS details`;

const CHAIN_LOCK = 5_002_002;

export const tryLockChain = async (tx: Tx): Promise<boolean> => {
  const [row] = await tx.query<{ locked: boolean }>(
    'SELECT pg_try_advisory_xact_lock($1::bigint) AS locked',
    [CHAIN_LOCK],
  );
  return row?.locked ?? false;
};

/**
 * Ids are given out before a commit, so a lower one can appear after a higher one was linked: `after` must
 * lie well below the highest.
 */
export const selectUnsealed = (
  tx: Tx,
  { after, most }: { after: number; most: number },
): Promise<EntryRow[]> =>
  tx.query<EntryRow>(
    `SELECT ${ENTRY} FROM audit_entries e
     WHERE e.id > $1 AND NOT EXISTS (SELECT FROM audit_links l WHERE l.entry_id = e.id) ORDER BY e.id LIMIT $2`,
    [after, most],
  );

export const selectHighestLinked = async (tx: Tx): Promise<number> => {
  const [row] = await tx.query<{ highest: number | null }>(
    'SELECT max(entry_id) AS highest FROM audit_links',
  );
  return row?.highest ?? 0;
};

export const selectHead = async (
  tx: Tx,
  genesis: Uint8Array,
): Promise<{ position: number; hash: Uint8Array }> => {
  const [row] = await tx.query<{ position: number; hash: Uint8Array }>(
    'SELECT position, hash FROM audit_links ORDER BY position DESC LIMIT 1',
  );
  return row ?? { position: 0, hash: genesis };
};

export interface Link {
  position: number;
  entryId: number;
  hash: Uint8Array;
}

export const insertLinks = async (tx: Tx, links: readonly Link[]): Promise<void> => {
  await tx.query(
    `INSERT INTO audit_links (position, entry_id, hash)
     SELECT position, entry_id, decode(hash, 'hex')
     FROM unnest($1::text[]::bigint[], $2::text[]::bigint[], $3::text[]) AS link (position, entry_id, hash)`,
    [
      links.map(({ position }) => String(position)),
      links.map(({ entryId }) => String(entryId)),
      links.map(({ hash }) => Buffer.from(hash).toString('hex')),
    ],
  );
};

export type LinkedRow = EntryRow & { position: number; hash: Uint8Array };

/** The chain after `position`, in order; a link whose entry is gone has no `id`. */
export const selectChain = (
  db: Database,
  position: number,
  most: number,
): Promise<(LinkedRow | (Omit<LinkedRow, 'id'> & { id: null }))[]> =>
  db.query(
    `SELECT l.position, l.hash, ${ENTRY} FROM audit_links l LEFT JOIN audit_entries e ON e.id = l.entry_id
     WHERE l.position > $1 ORDER BY l.position LIMIT $2`,
    [position, most],
  );
