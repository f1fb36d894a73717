import type { CallRole } from '../../contract/signalling.ts';
import type { Database, Tx } from '../database/database.ts';
import type { Seen } from './attend.ts';
import type { CallRecord } from './video-call.ts';

/** Writes down one thing seen of a connection; the first word about each of its ends is kept. */
export const upsertConnection = async (
  tx: Tx,
  { id, version }: Pick<CallRecord, 'id' | 'version'>,
  role: CallRole,
  { provider, connectionId, what, at }: Seen,
): Promise<void> => {
  const [connectedAt, disconnectedAt] = what === 'connected' ? [at, null] : [null, at];
  await tx.query(
    `INSERT INTO call_connections AS c
       (provider, connection_id, call_id, version, role, connected_at, disconnected_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (provider, connection_id) DO UPDATE SET
       connected_at = coalesce(c.connected_at, excluded.connected_at),
       disconnected_at = coalesce(c.disconnected_at, excluded.disconnected_at)`,
    [provider, connectionId, id, version, role, connectedAt, disconnectedAt],
  );
};

/** Whether a connection of this side to the call's room stands. */
export const isConnected = async (
  tx: Tx,
  { id, version }: Pick<CallRecord, 'id' | 'version'>,
  role: CallRole,
): Promise<boolean> => {
  const [row] = await tx.query<{ stands: boolean }>(
    `SELECT EXISTS (
       SELECT FROM call_connections
       WHERE call_id = $1 AND version = $2 AND role = $3 AND disconnected_at IS NULL) AS stands`,
    [id, version, role],
  );
  return row?.stands ?? false;
};

export const deleteOldConnections = async (db: Database): Promise<void> => {
  await db.query(
    `DELETE FROM call_connections
     WHERE coalesce(disconnected_at, connected_at) < now() - interval '2 days'`,
    [],
  );
};
