import { expect, it } from 'vitest';
import { describeOnBothDatabases, type World } from '../../test/harness.ts';
import type { Database } from '../database/database.ts';
import { BATCH } from './old-message-rows.ts';
import { endInterrupted, forgetOldMessages } from './upkeep.ts';

interface Given {
  /** Days ago. */
  age: number;
  status?: string;
  insteadOf?: string | null;
}

const ADD = `
  WITH message AS (
    INSERT INTO messages (id, kind, channel, address_key, to_masked, provider, status, instead_of, created_at)
    SELECT gen_random_uuid(), 'notice', 'sms', '\\x00', '', 'twilio', $2, $3::uuid,
      now() - $1::float8 * interval '1 day'
    FROM generate_series(1, $4::int) RETURNING id, created_at
  ), event AS (
    INSERT INTO message_events (message_id, status, at)
    SELECT id, status, created_at FROM message, unnest(ARRAY['queued', 'sent']) AS status
  ) SELECT id FROM message`;

const add = async (
  { db }: World,
  { age, status = 'sent', insteadOf = null }: Given,
  count = 1,
): Promise<string[]> =>
  (await db.query<{ id: string }>(ADD, [age, status, insteadOf, count])).map(({ id }) => id);

const idsIn = async ({ db }: World, table: string, column = 'id'): Promise<string[]> =>
  (await db.query<{ id: string }>(`SELECT DISTINCT ${column} AS id FROM ${table}`)).map(({ id }) => id);

describeOnBothDatabases('messages of long ago', (world) => {
  it('are removed with their history after 400 days, a thousand in a statement', async () => {
    const { db } = world();
    const [young = ''] = await add(world(), { age: 399 });
    await add(world(), { age: 401 }, 2 * BATCH + 1);
    const removed: number[] = [];
    const counting: Database = {
      ...db,
      query: async <R extends object>(...statement: Parameters<Database['query']>) => {
        const before = await idsIn(world(), 'messages');
        const rows = await db.query<R>(...statement);
        removed.push(before.length - (await idsIn(world(), 'messages')).length);
        return rows;
      },
    };
    await forgetOldMessages(counting);
    expect(removed).toEqual([BATCH, BATCH, 1]);
    expect(await idsIn(world(), 'messages')).toEqual([young]);
    expect(await idsIn(world(), 'message_events', 'message_id')).toEqual([young]);
    await forgetOldMessages(db);
    expect(await idsIn(world(), 'messages')).toEqual([young]);
    await db.query('DELETE FROM messages');
  });

  it('go whatever state they stayed in: where no receipts come it is the first one', async () => {
    for (const status of ['queued', 'sent', 'delivered', 'read', 'failed', 'unknown'])
      await add(world(), { age: 500, status });
    await forgetOldMessages(world().db);
    expect(await idsIn(world(), 'messages')).toEqual([]);
  });

  it('leave the one that took their place', async () => {
    const { db } = world();
    const [first = ''] = await add(world(), { age: 401, status: 'failed' });
    const [second = ''] = await add(world(), { age: 399, insteadOf: first });
    const [other = ''] = await add(world(), { age: 401, status: 'failed' });
    await add(world(), { age: 401, insteadOf: other });
    await forgetOldMessages(db);
    expect(await db.query('SELECT id, instead_of FROM messages')).toEqual([{ id: second, instead_of: null }]);
    await db.query('DELETE FROM messages');
  });

  it('are removed by two at once', async () => {
    const { db } = world();
    await add(world(), { age: 401 }, 3 * BATCH);
    await Promise.all([forgetOldMessages(db), forgetOldMessages(db)]);
    expect(await idsIn(world(), 'messages')).toEqual([]);
  });
});

describeOnBothDatabases('receipts that a killed process left', (world) => {
  it('are still there where the one that takes them is killed, too', async () => {
    const { db } = world();
    const [id = ''] = await add(world(), { age: 0, status: 'queued' });
    await db.query(`UPDATE messages SET provider_id = 'SM1' WHERE id = $1`, [id]);
    await db.query(
      `INSERT INTO early_receipts (provider, provider_id, status) VALUES ('twilio', 'SM1', 'delivered')`,
    );
    let asked = 0;
    const once =
      (query: Database['query']): Database['query'] =>
      (text, values) => {
        asked += 1;
        return asked === 1 ? query(text, values) : Promise.reject(new Error('killed'));
      };
    const dying: Database = {
      ...db,
      query: once(db.query),
      tx: (work) => db.tx((tx) => work({ ...tx, query: once(tx.query) })),
    };
    await expect(endInterrupted(dying)).rejects.toThrow('killed');
    await endInterrupted(db);
    expect(await db.query('SELECT status FROM messages WHERE id = $1', [id])).toEqual([
      { status: 'delivered' },
    ]);
  });
});
