import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { openServerDatabase } from '../../server/database/server-database.ts';
import { charge, UNKNOWN_DEVICE } from '../../server/otp/rows.ts';
import { rush } from './rush.ts';
import { CALLERS, GUARDED_UPDATE, POOL } from './statement.ts';

/** A process of its own whose callers send statements: what stands beside the server. */

interface CodeRow {
  id: string;
  subject: string;
  code_digest: Uint8Array;
}

interface Way {
  rows: (text: string) => Promise<CodeRow[]>;
  spend: (row: CodeRow) => Promise<boolean | null | undefined>;
}

const NONCE_BYTES = 16;
const [, , way = '', url = ''] = process.argv;

const bare = async (): Promise<Way> => {
  const sql = postgres(url, { max: POOL });
  return {
    rows: (text) => sql.unsafe<CodeRow[]>(text),
    spend: async ({ id, code_digest }) => {
      const [row] = await sql.unsafe<{ accepted: boolean }[]>(GUARDED_UPDATE, [id, code_digest], {
        prepare: true,
      });
      return row?.accepted;
    },
  };
};

const port = async (): Promise<Way> => {
  const db = await openServerDatabase(url, POOL);
  return {
    rows: (text) => db.query<CodeRow>(text),
    spend: async ({ id, code_digest }) =>
      (await db.query<{ accepted: boolean }>(GUARDED_UPDATE, [id, code_digest]))[0]?.accepted,
  };
};

/** The product's own statement, which also holds and counts the lane, alone in a transaction. */
const charged = async (): Promise<Way> => {
  const db = await openServerDatabase(url, POOL);
  return {
    rows: (text) => db.query<CodeRow>(text),
    spend: ({ id, subject, code_digest }) =>
      db.tx((tx) =>
        charge(tx, {
          challengeId: id,
          subject,
          laneDevice: UNKNOWN_DEVICE,
          codeDigest: code_digest,
          nonce: randomBytes(NONCE_BYTES),
          pauses: [900],
        }),
      ),
  };
};

const WAYS: Record<string, () => Promise<Way>> = { bare, port, charged };
const open = WAYS[way];
if (!open) throw new Error(`no such way: ${way}`);
const { rows, spend } = await open();

const round = async (): Promise<number> =>
  rush(
    await rows('SELECT id, subject, code_digest FROM otp_challenges ORDER BY id'),
    CALLERS,
    async (row) => {
      if ((await spend(row)) !== true) throw new Error(`the code ${row.id} was not accepted`);
    },
  );

process.on('message', () => {
  round().then(
    (perSecond) => process.send?.({ perSecond }),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });
