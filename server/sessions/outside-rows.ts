import type { Database, Tx } from '../database/database.ts';

/** Whether there is, or was, a session for this sign-in elsewhere. */
export const outsideKeyIsKnown = async (on: Database | Tx, outsideKey: Uint8Array): Promise<boolean> =>
  (await on.read('SELECT 1 AS one FROM sessions WHERE outside_key = $1', [outsideKey])).length > 0;

export interface NewOutsideSession {
  id: string;
  personId: string;
  outsideKey: Uint8Array;
  /** Nobody has the secret behind it: no cookie opens this session. */
  cookieHash: Uint8Array;
  idleSeconds: number;
  expiresAt: Date;
}

export const insertOutsideSession = async (tx: Tx, session: NewOutsideSession): Promise<void> => {
  await tx.query(
    `INSERT INTO sessions (id, person_id, outside_key, cookie_hash, idle_seconds, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      session.id,
      session.personId,
      session.outsideKey,
      session.cookieHash,
      session.idleSeconds,
      session.expiresAt,
    ],
  );
};
