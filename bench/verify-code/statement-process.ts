import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import type { Value } from '../../server/database/database.ts';
import { openServerDatabase } from '../../server/database/server-database.ts';
import { CHARGE_ALONE, chargeValues } from '../../server/otp/charge-rows.ts';
import { NO_DEVICE } from '../../server/otp/no-device.ts';
import { rush } from './rush.ts';
import { CALLERS, LEAST_UPDATE, POOL } from './statement.ts';

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

const chargeOf = ({ id, subject, code_digest }: CodeRow): Value[] =>
  chargeValues({
    challengeId: id,
    subject,
    laneDevice: NO_DEVICE,
    codeDigest: code_digest,
    nonce: randomBytes(NONCE_BYTES),
    pauses: [900],
  });

const byDriver = (text: string, valuesOf: (row: CodeRow) => Value[]) => async (): Promise<Way> => {
  const sql = postgres(url, { max: POOL });
  return {
    rows: (select) => sql.unsafe<CodeRow[]>(select),
    spend: async (row) => {
      const values = valuesOf(row) as postgres.ParameterOrJSON<never>[];
      const [verdict] = await sql.unsafe<{ accepted: boolean }[]>(text, values, { prepare: true });
      return verdict?.accepted;
    },
  };
};

const byPort = async (): Promise<Way> => {
  const db = await openServerDatabase(url, POOL);
  return {
    rows: (select) => db.query<CodeRow>(select),
    spend: async (row) => (await db.query<{ accepted: boolean }>(CHARGE_ALONE, chargeOf(row)))[0]?.accepted,
  };
};

const WAYS: Record<string, () => Promise<Way>> = {
  least: byDriver(LEAST_UPDATE, ({ id, code_digest }) => [id, code_digest]),
  bare: byDriver(CHARGE_ALONE, chargeOf),
  port: byPort,
};
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
