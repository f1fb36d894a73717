import type { ServiceScope } from '../../contract/external.ts';
import type { Database, Tx } from '../database/database.ts';
import type { KeptServiceKey, ServiceKeyHolder } from './service-key.ts';

const COLUMNS = `id, name, hint, scopes, created_at AS "createdAt", last_used_at AS "lastUsedAt",
  revoked_at AS "revokedAt"`;

export interface NewKeyRow {
  id: string;
  name: string;
  hint: string;
  keyHash: Uint8Array;
  scopes: readonly ServiceScope[];
  /** Null where it was made on the command line. */
  createdBy: string | null;
}

export const insertKey = async (tx: Tx, key: NewKeyRow): Promise<KeptServiceKey> => {
  const [row] = await tx.query<KeptServiceKey>(
    `INSERT INTO service_keys (id, name, hint, key_hash, scopes, created_by)
     VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${COLUMNS}`,
    [key.id, key.name, key.hint, key.keyHash, key.scopes, key.createdBy],
  );
  if (!row) throw new Error('an INSERT answered no row');
  return row;
};

/** All of them, the ones that work before the revoked, newest first. */
export const selectKeys = (db: Database): Promise<KeptServiceKey[]> =>
  db.read<KeptServiceKey>(
    `SELECT ${COLUMNS} FROM service_keys ORDER BY (revoked_at IS NOT NULL), created_at DESC, id DESC`,
  );

/** A key that works; `stale` where its last use was written down over a minute ago, or never. */
export interface LiveKey extends ServiceKeyHolder {
  stale: boolean;
}

export const selectLiveKey = async (db: Database, keyHash: Uint8Array): Promise<LiveKey | null> =>
  (
    await db.read<LiveKey>(
      `SELECT id, scopes, coalesce(last_used_at < now() - interval '1 minute', true) AS stale
       FROM service_keys WHERE key_hash = $1 AND revoked_at IS NULL`,
      [keyHash],
    )
  )[0] ?? null;

/** Writes down that a key is in use; of many requests at once, one writes. */
export const touchKey = async (db: Database, id: string): Promise<void> => {
  await db.query(
    `UPDATE service_keys SET last_used_at = now()
     WHERE id = $1 AND coalesce(last_used_at < now() - interval '1 minute', true)`,
    [id],
  );
};

/** False where there is no such key, or it was revoked before. */
export const endKey = async (tx: Tx, id: string): Promise<boolean> =>
  (
    await tx.query(
      'UPDATE service_keys SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL RETURNING id',
      [id],
    )
  ).length > 0;

export const keyExists = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx.read('SELECT id FROM service_keys WHERE id = $1', [id])).length > 0;
