import type { SendBlock } from '../../contract/spending.ts';
import type { Database, Tx } from '../database/database.ts';
import { ADDRESS_SUBJECT } from './subject.ts';

/** Codes sent in the last day, over all people. */
export const countSendsInDay = async (on: Database | Tx): Promise<number> =>
  (
    await on.read<{ count: number }>(
      `SELECT count(*) AS count FROM otp_sends WHERE at > now() - interval '1 day'`,
    )
  )[0]?.count ?? 0;

/** Writes down a code that was held back, for the page that shows what was. */
export const recordBlock = async (
  on: Database | Tx,
  reason: SendBlock,
  country: string | null,
): Promise<void> => {
  await on.query('INSERT INTO otp_blocks (reason, country) VALUES ($1, $2)', [reason, country]);
};

/** Adds to the minute's verdicts and reads back those of the last ten, of all processes. */
export const addPulse = async (
  tx: Tx,
  { accepted, refused }: { accepted: number; refused: number },
): Promise<{ accepted: number; refused: number }> => {
  if (accepted + refused > 0) {
    await tx.query(
      `INSERT INTO otp_pulse AS p (minute, accepted, refused) VALUES (date_trunc('minute', now()), $1, $2)
       ON CONFLICT (minute) DO UPDATE SET accepted = p.accepted + excluded.accepted, refused = p.refused + excluded.refused`,
      [accepted, refused],
    );
  }
  const [row] = await tx.query<{ accepted: number; refused: number }>(
    `SELECT coalesce(sum(accepted), 0)::bigint AS accepted, coalesce(sum(refused), 0)::bigint AS refused
     FROM otp_pulse WHERE minute > now() - interval '10 minutes'`,
  );
  return row ?? { accepted: 0, refused: 0 };
};

/** Forgets what no limit and no page looks at any more. */
export const deleteOld = async (tx: Tx): Promise<void> => {
  // The clinic's books look back for a year.
  await tx.query(`DELETE FROM otp_sends WHERE at < now() - interval '400 days'`);
  await tx.query(`DELETE FROM otp_blocks WHERE at < now() - interval '400 days'`);
  await tx.query(`DELETE FROM otp_challenges WHERE created_at < now() - interval '1 day'`);
  await tx.query(`DELETE FROM otp_pulse WHERE minute < now() - interval '1 day'`);
  // Of an address without an account; a person's own count is kept until a right code clears it.
  await tx.query(
    `DELETE FROM otp_lanes WHERE subject LIKE '${ADDRESS_SUBJECT}%' AND seen_at < now() - interval '30 days'`,
  );
  await tx.query(`DELETE FROM otp_lanes WHERE device_hash <> '' AND seen_at < now() - interval '400 days'`);
};
