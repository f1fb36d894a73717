import type { Database, Tx } from '../database/database.ts';
import type { Appointment } from './appointment.ts';
import type { KeptFeed } from './calendar-feed.ts';
import { readAppointments, selectAppointments } from './rows.ts';

const COLUMNS = 'made_at AS "madeAt", last_read_at AS "lastReadAt"';

export const selectFeed = async (db: Database, personId: string): Promise<KeptFeed | null> =>
  (await db.read<KeptFeed>(`SELECT ${COLUMNS} FROM calendar_feeds WHERE person_id = $1`, [personId]))[0] ??
  null;

/** In place of the one that the person had. */
export const putFeed = async (tx: Tx, personId: string, secretHash: Uint8Array): Promise<KeptFeed> => {
  const [row] = await tx.query<KeptFeed>(
    `INSERT INTO calendar_feeds (person_id, secret_hash) VALUES ($1, $2)
     ON CONFLICT (person_id) DO UPDATE SET secret_hash = excluded.secret_hash, made_at = now(),
       last_read_at = NULL, reads = 0, reads_since = now()
     RETURNING ${COLUMNS}`,
    [personId, secretHash],
  );
  if (!row) throw new Error('an INSERT answered no row');
  return row;
};

/** False where there was none. */
export const deleteFeed = async (tx: Tx, personId: string): Promise<boolean> =>
  (await tx.query('DELETE FROM calendar_feeds WHERE person_id = $1 RETURNING person_id', [personId])).length >
  0;

interface Allowed {
  most: number;
  /** The window that they are counted in. */
  seconds: number;
}

/** Counts one more reading, and tells whose it is; null where the secret is nobody's, or was read `most` times. */
export const countRead = async (
  db: Database,
  secretHash: Uint8Array,
  { most, seconds }: Allowed,
): Promise<string | null> => {
  const isNew = "reads_since < now() - $3::integer * interval '1 second'";
  const [row] = await db.query<{ person_id: string }>(
    `UPDATE calendar_feeds SET last_read_at = now(),
       reads = CASE WHEN ${isNew} THEN 1 ELSE reads + 1 END,
       reads_since = CASE WHEN ${isNew} THEN now() ELSE reads_since END
     WHERE secret_hash = $1 AND (reads < $2::integer OR ${isNew}) RETURNING person_id`,
    [secretHash, most, seconds],
  );
  return row?.person_id ?? null;
};

export const feedExists = async (db: Database, secretHash: Uint8Array): Promise<boolean> =>
  (await db.read('SELECT person_id FROM calendar_feeds WHERE secret_hash = $1', [secretHash])).length > 0;

/** Counts one more miss of a network; false where it had `most`. */
export const countMiss = async (
  db: Database,
  networkKey: Uint8Array,
  { most, seconds }: Allowed,
): Promise<boolean> => {
  const isNew = "m.since < now() - $3::integer * interval '1 second'";
  const rows = await db.query(
    `INSERT INTO calendar_feed_misses AS m (network_key) VALUES ($1)
     ON CONFLICT (network_key) DO UPDATE SET
       misses = CASE WHEN ${isNew} THEN 1 ELSE m.misses + 1 END,
       since = CASE WHEN ${isNew} THEN now() ELSE m.since END
     WHERE m.misses < $2::integer OR ${isNew} RETURNING m.misses`,
    [networkKey, most, seconds],
  );
  return rows.length > 0;
};

/** Forgets what can't matter any more. */
export const deleteOldMisses = async (db: Database): Promise<void> => {
  await db.query(`DELETE FROM calendar_feed_misses WHERE since < now() - interval '1 day'`);
};

// Each side has its own index; an OR over both would read everything.
const SINCE = `${selectAppointments(`(
    SELECT * FROM appointments WHERE doctor_id = $1 AND starts_at > $2
    UNION ALL SELECT * FROM appointments WHERE patient_id = $1 AND starts_at > $2
  )`)} ORDER BY a.starts_at, a.id`;

/** All visits of a person that start after this, cancelled ones too, soonest first. */
export const selectSince = (db: Database, personId: string, since: Date): Promise<Appointment[]> =>
  readAppointments(db, SINCE, [personId, since]);
