import { asBytea } from '../database/as-bytea.ts';
import type { Database, Tx } from '../database/database.ts';
import type { Rider } from '../database/rider.ts';
import type { Person } from '../people/person.ts';
import { PERSON_COLUMNS, type PersonRow, personOf } from '../people/person-columns.ts';

export interface LiveSession {
  sessionId: string;
  person: Person;
  expiresAt: Date;
  /** Last seen over a minute ago: worth writing down again. */
  stale: boolean;
}

type LiveRow = PersonRow & { session_id: string; cookie_hash: Uint8Array; expires_at: Date; stale: boolean };

const LIVE = `
  SELECT s.id AS session_id, s.cookie_hash, s.expires_at, s.seen_at < now() - interval '1 minute' AS stale,
    ${PERSON_COLUMNS}
  FROM sessions s JOIN people p ON p.id = s.person_id
  WHERE s.ended_at IS NULL AND s.expires_at > now()
    AND s.seen_at > now() - s.idle_seconds * interval '1 second'`;
const LIVE_BY_IDS = `${LIVE} AND s.id = ANY ($1::uuid[])`;
const LIVE_BY_COOKIES = `${LIVE} AND s.cookie_hash = ANY ($1::text[]::bytea[])`;
const LIVE_BY_OUTSIDE_KEY = `${LIVE} AND s.outside_key = $1`;

const liveOf = (row: LiveRow | undefined): LiveSession | null =>
  row
    ? { sessionId: row.session_id, person: personOf(row), expiresAt: row.expires_at, stale: row.stale }
    : null;

/** Those that live, by UUIDs in lower case. */
export const selectLiveByIds = async (
  on: Database | Tx,
  ids: readonly string[],
): Promise<(id: string) => LiveSession | null> => {
  const rows = await on.read<LiveRow>(LIVE_BY_IDS, [ids]);
  const byId = new Map(rows.map((row) => [row.session_id, row]));
  return (id) => liveOf(byId.get(id));
};

/** Those that live, by hashes of their cookies as PostgreSQL reads them from text. */
export const selectLiveByCookies = async (
  db: Database,
  hashes: readonly string[],
): Promise<(hash: string) => LiveSession | null> => {
  const rows = await db.read<LiveRow>(LIVE_BY_COOKIES, [hashes]);
  const byHash = new Map(rows.map((row) => [asBytea(row.cookie_hash), row]));
  return (hash) => liveOf(byHash.get(hash));
};

export const selectLiveByOutsideKey = async (
  db: Database,
  outsideKey: Uint8Array,
): Promise<LiveSession | null> => liveOf((await db.read<LiveRow>(LIVE_BY_OUTSIDE_KEY, [outsideKey]))[0]);

/** Which of these sessions are live; for connections that outlast a request. */
export const selectLiveIds = async (db: Database, ids: readonly string[]): Promise<string[]> =>
  (
    await db.query<{ id: string }>(
      `SELECT id FROM sessions WHERE id = ANY($1::uuid[]) AND ended_at IS NULL AND expires_at > now()`,
      [ids],
    )
  ).map(({ id }) => id);

export const touchSession = async (db: Database, id: string): Promise<void> => {
  await db.query('UPDATE sessions SET seen_at = now() WHERE id = $1', [id]);
};

export const touchSessions = async (db: Database, ids: readonly string[]): Promise<void> => {
  await db.query('UPDATE sessions SET seen_at = now() WHERE id = ANY($1::uuid[]) AND ended_at IS NULL', [
    ids,
  ]);
};

export interface NewSession {
  id: string;
  personId: string;
  cookieHash: Uint8Array;
  refreshHash: Uint8Array;
  idleSeconds: number;
  absoluteSeconds: number;
}

export const insertSession = async (tx: Tx, session: NewSession): Promise<void> => {
  await tx.query(
    `INSERT INTO sessions (id, person_id, cookie_hash, idle_seconds, expires_at)
     VALUES ($1, $2, $3, $4, now() + $5::integer * interval '1 second')`,
    [session.id, session.personId, session.cookieHash, session.idleSeconds, session.absoluteSeconds],
  );
  await insertRefreshToken(tx, session.id, session.refreshHash);
};

export const insertRefreshToken = async (tx: Tx, sessionId: string, hash: Uint8Array): Promise<void> => {
  await tx.query('INSERT INTO refresh_tokens (hash, session_id) VALUES ($1, $2)', [hash, sessionId]);
};

/** Locks the token's row, so that of two that use it at once the second sees it spent. */
export const lockRefreshToken = async (
  tx: Tx,
  hash: Uint8Array,
): Promise<{ sessionId: string; spent: boolean } | null> => {
  const [row] = await tx.query<{ session_id: string; spent: boolean }>(
    'SELECT session_id, spent_at IS NOT NULL AS spent FROM refresh_tokens WHERE hash = $1 FOR UPDATE',
    [hash],
  );
  return row ? { sessionId: row.session_id, spent: row.spent } : null;
};

export const spendRefreshToken = async (tx: Tx, hash: Uint8Array): Promise<void> => {
  await tx.query('UPDATE refresh_tokens SET spent_at = now() WHERE hash = $1', [hash]);
};

/** Voids the unspent refresh tokens of a session whose new one is about to be made. */
export const spendRefreshTokens = async (tx: Tx, sessionId: string): Promise<void> => {
  await tx.query('UPDATE refresh_tokens SET spent_at = now() WHERE session_id = $1 AND spent_at IS NULL', [
    sessionId,
  ]);
};

export const updateCookieHash = async (tx: Tx, sessionId: string, cookieHash: Uint8Array): Promise<void> => {
  await tx.query('UPDATE sessions SET cookie_hash = $2, seen_at = now() WHERE id = $1', [
    sessionId,
    cookieHash,
  ]);
};

/** The same, riding on another statement. */
export const cookieRider = (sessionId: string, cookieHash: Uint8Array): Rider => ({
  text: (allowed, first) =>
    `UPDATE sessions SET cookie_hash = $${first + 1}::bytea, seen_at = now() FROM ${allowed} WHERE id = $${first}::uuid`,
  values: [sessionId, cookieHash],
});

/** Ends a live session and tells every process; false where it had ended before. */
export const endSessionRow = async (tx: Tx, sessionId: string, reason: string): Promise<boolean> => {
  const rows = await tx.query(
    `WITH ended AS (
       UPDATE sessions SET ended_at = now(), end_reason = $2 WHERE id = $1 AND ended_at IS NULL RETURNING id
     ) SELECT pg_notify('session_ended', id::text) FROM ended`,
    [sessionId, reason],
  );
  return rows.length > 0;
};

/** Ends every live session of a person but one, and tells every process. */
export const endSessionRowsOf = async (
  tx: Tx,
  { personId, except, reason }: { personId: string; except: string | null; reason: string },
): Promise<number> => {
  const rows = await tx.query(
    `WITH ended AS (
       UPDATE sessions SET ended_at = now(), end_reason = $3
       WHERE person_id = $1 AND ended_at IS NULL AND id IS DISTINCT FROM $2::uuid RETURNING id
     ) SELECT pg_notify('session_ended', id::text) FROM ended`,
    [personId, except, reason],
  );
  return rows.length;
};

/** Ends what stands open on a session that goes on. */
export const notifySessionEnded = async (tx: Tx, sessionId: string): Promise<void> => {
  await tx.query("SELECT pg_notify('session_ended', $1)", [sessionId]);
};

/** Where the sign-in was elsewhere it counts from that one, of which the session's end is a whole life away. */
export const wasOpenedWithin = async (
  db: Database,
  { sessionId, seconds, absoluteSeconds }: { sessionId: string; seconds: number; absoluteSeconds: number },
): Promise<boolean> =>
  (
    await db.read(
      `SELECT 1 AS one FROM sessions WHERE id = $1 AND ended_at IS NULL
         AND created_at > now() - $2::integer * interval '1 second'
         AND (outside_key IS NULL OR expires_at > now() + $3::integer * interval '1 second')`,
      [sessionId, seconds, absoluteSeconds - seconds],
    )
  ).length > 0;

/** Recent failures of one account from one network, of the account from anywhere, and of the network. */
export const countSignInFailures = async (
  db: Database,
  keys: { account: Uint8Array; network: Uint8Array },
): Promise<{ pair: number; account: number; network: number }> => {
  const [row] = await db.query<{ pair: number; account: number; network: number }>(
    `SELECT
       (SELECT count(*) FROM sign_in_failures
         WHERE account_key = $1 AND network_key = $2 AND at > now() - interval '15 minutes') AS pair,
       (SELECT count(*) FROM sign_in_failures WHERE account_key = $1 AND at > now() - interval '1 hour') AS account,
       (SELECT count(*) FROM sign_in_failures
         WHERE network_key = $2 AND at > now() - interval '15 minutes') AS network`,
    [keys.account, keys.network],
  );
  return row ?? { pair: 0, account: 0, network: 0 };
};

export const insertSignInFailure = async (
  db: Database,
  keys: { account: Uint8Array; network: Uint8Array },
): Promise<void> => {
  await db.query('INSERT INTO sign_in_failures (account_key, network_key) VALUES ($1, $2)', [
    keys.account,
    keys.network,
  ]);
};

export const deleteSignInFailures = async (tx: Tx, accountKey: Uint8Array): Promise<void> => {
  await tx.query('DELETE FROM sign_in_failures WHERE account_key = $1', [accountKey]);
};

/** Forgets what can't matter any more. */
export const deleteOldSessions = async (db: Database): Promise<void> => {
  await db.query(`DELETE FROM sessions WHERE expires_at < now() - interval '30 days'`);
  await db.query(`DELETE FROM sign_in_failures WHERE at < now() - interval '1 day'`);
};
