import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { DeliveryStatus } from '../../contract/deliveries.ts';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { createDatabase, dropDatabase } from '../../test/set-up/postgres.ts';
import type { Database } from '../database/database.ts';
import { openServerDatabase } from '../database/server-database.ts';
import { keepPlans } from '../reminders/keep-plans.ts';
import { messageState } from './find-message.ts';
import type { Receipt } from './receipts.ts';
import { bindProviderIds, insertMessages } from './rows.ts';
import { takeReceipts } from './take-receipts.ts';
import { endInterrupted, forgetOldReceipts } from './upkeep.ts';

const PROVIDER = 'twilio';

interface Sent {
  id: string;
  providerId: string;
}

const newMessage = async (db: Database): Promise<Sent> => {
  const id = uuidv7();
  await insertMessages(db, [
    {
      id,
      personId: null,
      kind: 'video_code',
      channel: 'sms',
      addressKey: new TextEncoder().encode(id),
      toMasked: '+1 ••••••••00',
      country: 'US',
      provider: PROVIDER,
      insteadOf: null,
      life: 600,
      about: null,
    },
  ]);
  return { id, providerId: `SM${id}` };
};

const bind = (db: Database, { id, providerId }: Sent) =>
  bindProviderIds(db, [{ id, provider: PROVIDER, providerId, status: 'queued' }]);

const taken = async (db: Database): Promise<Sent> => {
  const message = await newMessage(db);
  await bind(db, message);
  return message;
};

type Told = Receipt['status'];

const receipt = ({ providerId }: Sent, status: Told, over: Partial<Receipt> = {}): Receipt => ({
  provider: PROVIDER,
  providerId,
  messageId: null,
  status,
  fault: status === 'failed' ? 'unreachable' : null,
  at: null,
  ...over,
});

const stateOf = async (db: Database, { id }: Sent) => {
  const state = await messageState({ db }, id);
  if (!state) throw new Error('the message is not there');
  return { ...state, went: state.history.map(({ status }) => status) };
};

/** Every order of every choice of these. */
const arrangements = (of: readonly Told[]): Told[][] => [
  [],
  ...of.flatMap((first) => arrangements(of.filter((one) => one !== first)).map((rest) => [first, ...rest])),
];

const RANK: readonly DeliveryStatus[] = ['queued', 'unknown', 'sent', 'failed', 'delivered', 'read'];
const further = (one: DeliveryStatus, other: DeliveryStatus) => RANK.indexOf(one) > RANK.indexOf(other);

describeOnBothDatabases('receipts', (world) => {
  const ORDERS = arrangements(['sent', 'delivered', 'read', 'failed']).flatMap((order) => [
    order,
    order.flatMap((status) => [status, status]),
    [...order, ...order],
    [...order, ...order.toReversed()],
  ]);

  it(`move a message forward only, in all of ${ORDERS.length} orders, each status with one effect`, async () => {
    const { db } = world();
    for (const order of ORDERS) {
      const message = await taken(db);
      const went: DeliveryStatus[] = ['queued'];
      for (const status of order) {
        await takeReceipts(world().deps, [receipt(message, status)]);
        if (further(status, went.at(-1) ?? 'queued')) went.push(status);
      }
      const state = await stateOf(db, message);
      expect(state.went, order.join(' ')).toEqual(went);
      expect(state.status).toBe(went.at(-1));
      expect(state.fault).toBe(state.status === 'failed' ? 'unreachable' : null);
    }
  });

  it('that come before the provider’s id is known are kept and taken then, in any order', async () => {
    const { db } = world();
    for (const order of arrangements(['sent', 'delivered', 'failed'])) {
      const message = await newMessage(db);
      await takeReceipts(
        world().deps,
        [...order, ...order].map((status) => receipt(message, status)),
      );
      expect((await stateOf(db, message)).went).toEqual(['queued']);
      await bind(db, message);
      const furthest = order.toSorted((one, other) => RANK.indexOf(one) - RANK.indexOf(other)).at(-1);
      expect((await stateOf(db, message)).status, order.join(' ')).toBe(furthest ?? 'queued');
    }
    expect(await db.query('SELECT 1 FROM early_receipts')).toEqual([]);
  });

  it('find their message by our own id before the provider’s is known, and tell us that', async () => {
    const { db } = world();
    const message = await newMessage(db);
    await takeReceipts(world().deps, [receipt(message, 'sent', { messageId: message.id })]);
    expect((await stateOf(db, message)).went).toEqual(['queued', 'sent']);
    await takeReceipts(world().deps, [receipt(message, 'delivered')]);
    expect((await stateOf(db, message)).went).toEqual(['queued', 'sent', 'delivered']);
  });

  it('of another provider, or with an id that is none, move nothing', async () => {
    const { db } = world();
    const message = await taken(db);
    await takeReceipts(world().deps, [
      receipt(message, 'read', { provider: 'whatsapp', messageId: message.id }),
      receipt({ id: '', providerId: 'SM0' }, 'read', { messageId: 'not an id' }),
      receipt({ id: '', providerId: 'SM0' }, 'read', { messageId: uuidv7() }),
    ]);
    expect((await stateOf(db, message)).went).toEqual(['queued']);
    expect(await db.query('SELECT 1 FROM early_receipts')).toHaveLength(2);
    await db.query(`UPDATE early_receipts SET at = now() - interval '23 hours'`);
    await forgetOldReceipts(db);
    expect(await db.query('SELECT 1 FROM early_receipts')).toHaveLength(2);
    await db.query(`UPDATE early_receipts SET at = now() - interval '25 hours'`);
    await forgetOldReceipts(db);
    expect(await db.query('SELECT 1 FROM early_receipts')).toEqual([]);
  });

  it('that a killed process left between two messages of its own are taken within a minute', async () => {
    const { db } = world();
    const message = await newMessage(db);
    await takeReceipts(world().deps, [receipt(message, 'delivered')]);
    await db.query('UPDATE messages SET provider_id = $2 WHERE id = $1', [message.id, message.providerId]);
    await endInterrupted(db);
    expect((await stateOf(db, message)).status).toBe('delivered');
  });

  it('have times that run forward and are never ahead of ours, whatever a provider’s clock says', async () => {
    const { db } = world();
    const message = await taken(db);
    const year = 365 * 86_400_000;
    await takeReceipts(world().deps, [
      receipt(message, 'sent', { at: new Date(Date.now() - year) }),
      receipt(message, 'delivered', { at: new Date(Date.now() + year) }),
    ]);
    const { history } = await stateOf(db, message);
    const times = history.map(({ at }) => Date.parse(at));
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(times.at(-1)).toBeLessThan(Date.now() + 60_000);
  });

  it('that tell of an opt-out stop that way for that number, with an entry in the trail', async () => {
    const { db } = world();
    const message = await taken(db);
    const told = receipt(message, 'failed', { fault: 'opted_out' });
    await takeReceipts(world().deps, [told, told]);
    const key = new TextEncoder().encode(message.id);
    expect(await db.query('SELECT channel FROM message_opt_outs WHERE address_key = $1', [key])).toEqual([
      { channel: 'sms' },
    ]);
    const trail = await db.query<{ details: object; subject_id: string | null }>(
      `SELECT subject_id, details FROM audit_entries WHERE action = 'message.opt_out'`,
    );
    expect(trail).toEqual([{ subject_id: null, details: { channel: 'sms' } }]);
  });
});

describe('two processes over one PostgreSQL', () => {
  let url = '';
  let handles: Database[] = [];
  beforeAll(async () => {
    url = await createDatabase(inject('postgresUrl'));
    const first = await openServerDatabase(url);
    handles = [first, await openServerDatabase(url)];
  });
  afterAll(async () => {
    for (const db of handles) await db.close();
    await dropDatabase(inject('postgresUrl'), url);
  });
  const reminderPlans = keepPlans({ now: () => new Date() });
  const both = (): [Database, Database] => {
    const [one, other] = handles;
    if (!one || !other) throw new Error('both are opened before the tests run');
    return [one, other];
  };

  it('that get the same receipts at once give them one effect', async () => {
    const [one, other] = both();
    const message = await taken(one);
    const told: Told[] = ['delivered', 'sent', 'failed', 'read'];
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        takeReceipts({ reminderPlans, db: index % 2 === 0 ? one : other }, [
          receipt(message, told[(index >> 1) % told.length] ?? 'sent'),
        ]),
      ),
    );
    const { status, went } = await stateOf(one, message);
    expect(status).toBe('read');
    expect(new Set(went).size).toBe(went.length);
    expect(went.at(-1)).toBe('read');
  });

  it('lose no receipt that comes in the very moment in which its id is learned', async () => {
    const [one, other] = both();
    const messages = await Promise.all(Array.from({ length: 200 }, () => newMessage(one)));
    await Promise.all(
      messages.flatMap((message, index) => {
        const work = [
          () => bind(one, message),
          () => takeReceipts({ reminderPlans, db: other }, [receipt(message, 'delivered')]),
        ];
        return (index % 2 === 0 ? work : work.toReversed()).map((begin) => begin());
      }),
    );
    const states = await Promise.all(messages.map((message) => stateOf(one, message)));
    expect(states.filter(({ status }) => status !== 'delivered')).toEqual([]);
    expect(await one.query('SELECT 1 FROM early_receipts')).toEqual([]);
  });
});
