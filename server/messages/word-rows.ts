import type { Database, Tx } from '../database/database.ts';
import type { Way } from './opt-out-rows.ts';

/** What stands for a word of somebody's: STOP or START. */
export type Word = 'stop' | 'start';

/** False where this very message was taken before. */
export const insertHeard = async (
  tx: Tx,
  { provider, providerId }: { provider: string; providerId: string },
): Promise<boolean> =>
  (
    await tx.query(
      'INSERT INTO heard_words (provider, provider_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING provider',
      [provider, providerId],
    )
  ).length > 0;

/** A provider's clock is not ours: no word is later than now. Of two at one time STOP counts as the later. */
const LAST_WORD = `
  INSERT INTO message_words AS last (address_key, channel, word, at)
  VALUES ($1, $2, $3, least(coalesce($4::timestamptz, now()), now()))
  ON CONFLICT (address_key, channel) DO UPDATE SET word = excluded.word, at = excluded.at
  WHERE (excluded.at, excluded.word = 'stop') > (last.at, last.word = 'stop')`;

/** Keeps a word, written `at`, null for now; false where a later one is known. */
export const insertWord = async (
  tx: Tx,
  { addressKey, channel }: Way,
  { word, at }: { word: Word; at: Date | null },
): Promise<boolean> =>
  (await tx.query(`${LAST_WORD} RETURNING word`, [addressKey, channel, word, at])).length > 0;

/**
 * Keeps that a STOP must have been said by then, null for now; false where one is known, whose own time stands, or
 * a START since.
 */
export const insertSupposedStop = async (
  tx: Tx,
  { addressKey, channel }: Way,
  by: Date | null,
): Promise<boolean> =>
  (await tx.query(`${LAST_WORD} AND last.word = 'start' RETURNING word`, [addressKey, channel, 'stop', by]))
    .length > 0;

/**
 * Of a STOP the time is kept as long as the STOP holds. Webhooks are told again for a week at most (Meta), so
 * nothing older than a START of a month ago comes any more.
 */
export const deleteOldWords = async (db: Database): Promise<void> => {
  await db.query(`DELETE FROM heard_words WHERE heard_at < now() - interval '30 days'`);
  await db.query(`DELETE FROM message_words WHERE word = 'start' AND at < now() - interval '30 days'`);
};
