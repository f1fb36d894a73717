import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { describeOnBothDatabases, testConfig } from '../../test/harness.ts';
import { createDatabase, dropDatabase } from '../../test/set-up/postgres.ts';
import { isOptedOut, minutesAgo, newNumber, smsWord, whatsappWord } from '../../test/words.ts';
import type { Database } from '../database/database.ts';
import { openServerDatabase } from '../database/server-database.ts';
import type { Deps } from '../deps.ts';
import { loadKeys } from '../keys.ts';
import type { Inbound } from './receipts.ts';
import { takeInbound } from './take-inbound.ts';
import { forgetOldReceipts } from './upkeep.ts';
import { whatsappWindow } from './whatsapp-window.ts';

const arrangements = <T>(of: readonly T[]): T[][] =>
  of.length === 0
    ? [[]]
    : of.flatMap((first) => arrangements(of.filter((one) => one !== first)).map((rest) => [first, ...rest]));

/** START and STOP in turn, ten minutes apart, and `last` for the end. */
const conversation = (from: string, last: 'STOP' | 'START'): Inbound[] =>
  ['START', 'STOP', 'START', last].map((text, index) =>
    whatsappWord(from, text, minutesAgo(40 - 10 * index)),
  );

const deeds = async (db: Database): Promise<number> =>
  (await db.query(`SELECT 1 FROM audit_entries WHERE action LIKE 'message.opt_%'`)).length;

describeOnBothDatabases('STOP and START', (world) => {
  it('that are told in any order, and again, leave what was written last', async () => {
    const { deps } = world();
    for (const last of ['STOP', 'START'] as const) {
      for (const places of arrangements([0, 1, 2, 3])) {
        const from = newNumber();
        const words = conversation(from, last);
        const order = places.flatMap((place) => words[place] ?? []);
        await takeInbound(deps, [...order, ...order]);
        expect(await isOptedOut(deps, { channel: 'whatsapp', from }), places.join()).toBe(last === 'STOP');
      }
    }
  });

  it('written in the same second mean STOP, whichever is told first', async () => {
    const { deps } = world();
    const at = minutesAgo(5);
    for (const order of [['STOP', 'START'] as const, ['START', 'STOP'] as const]) {
      const from = newNumber();
      for (const text of order) await takeInbound(deps, [whatsappWord(from, text, at)]);
      expect(await isOptedOut(deps, { channel: 'whatsapp', from }), order.join()).toBe(true);
    }
  });

  it('without a time count from when they are first told, and the same told again changes nothing', async () => {
    const { deps } = world();
    const from = newNumber();
    const stop = smsWord(from, 'STOP');
    const start = smsWord(from, 'START');
    const told: [Inbound, boolean][] = [
      [stop, true],
      [start, false],
      [stop, false],
      [smsWord(from, 'STOP'), true],
      [start, true],
      [smsWord(from, 'START', { providerId: null }), false],
    ];
    const before = await deeds(deps.db);
    for (const [one, optedOut] of told) {
      await takeInbound(deps, [one]);
      expect(await isOptedOut(deps, one)).toBe(optedOut);
    }
    expect((await deeds(deps.db)) - before).toBe(4);
  });

  it('stand for one way each', async () => {
    const { deps } = world();
    const from = newNumber();
    await takeInbound(deps, [smsWord(from, 'STOP'), whatsappWord(from, 'START', minutesAgo(60))]);
    await takeInbound(deps, [whatsappWord(from, 'STOP', minutesAgo(30)), smsWord(from, 'START')]);
    expect(await isOptedOut(deps, { channel: 'sms', from })).toBe(false);
    expect(await isOptedOut(deps, { channel: 'whatsapp', from })).toBe(true);
  });

  it('from a clock ahead of ours do not outlast what is written after them', async () => {
    const { deps } = world();
    const from = newNumber();
    await takeInbound(deps, [whatsappWord(from, 'START', minutesAgo(-60))]);
    await takeInbound(deps, [whatsappWord(from, 'STOP', null)]);
    expect(await isOptedOut(deps, { channel: 'whatsapp', from })).toBe(true);
  });

  it('are known for as long as an older one may still be told', async () => {
    const { deps } = world();
    const { db } = deps;
    const from = newNumber();
    const stop = smsWord(from, 'STOP');
    const age = async (days: number): Promise<void> => {
      await db.query(`UPDATE heard_words SET heard_at = now() - $1::float8 * interval '1 day'`, [days]);
      await db.query(`UPDATE message_words SET at = now() - $1::float8 * interval '1 day'`, [days]);
    };
    await takeInbound(deps, [stop, smsWord(from, 'START')]);
    await age(29);
    await forgetOldReceipts(db);
    await takeInbound(deps, [stop, smsWord(from, 'STOP', { at: minutesAgo(30 * 24 * 60) })]);
    expect(await isOptedOut(deps, { channel: 'sms', from })).toBe(false);
    await takeInbound(deps, [smsWord(from, 'STOP')]);
    await age(31);
    await forgetOldReceipts(db);
    expect(await db.query('SELECT 1 FROM heard_words')).toEqual([]);
    expect(await db.query(`SELECT 1 FROM message_words WHERE word = 'start'`)).toEqual([]);
    expect(await isOptedOut(deps, { channel: 'sms', from })).toBe(true);
    await takeInbound(deps, [smsWord(from, 'START', { at: minutesAgo(32 * 24 * 60) })]);
    expect(await isOptedOut(deps, { channel: 'sms', from })).toBe(true);
  });

  it('are taken as a whole or not at all, so that what failed can be told again', async () => {
    const { deps } = world();
    const { db } = deps;
    const stop = smsWord(newNumber(), 'STOP');
    const failing: Database = {
      ...db,
      tx: (work) =>
        db.tx(async (tx) => {
          await work(tx);
          throw new Error('planted');
        }),
    };
    await expect(takeInbound({ ...deps, db: failing }, [stop])).rejects.toThrow('planted');
    expect(await isOptedOut(deps, stop)).toBe(false);
    await takeInbound(deps, [stop]);
    expect(await isOptedOut(deps, stop)).toBe(true);
  });

  it('on WhatsApp open its 24 hours from when they were written, however late or often they are told', async () => {
    const { deps } = world();
    const isOpen = whatsappWindow(deps);
    const from = newNumber();
    const hoursAgo = (hours: number) => whatsappWord(from, 'Hello', minutesAgo(60 * hours));
    await takeInbound(deps, [hoursAgo(25)]);
    expect(await isOpen(from)).toBe(false);
    await takeInbound(deps, [hoursAgo(23)]);
    expect(await isOpen(from)).toBe(true);
    await takeInbound(deps, [hoursAgo(25)]);
    expect(await isOpen(from)).toBe(true);
  });
});

describe('two processes over one PostgreSQL', () => {
  type Place = Pick<Deps, 'db' | 'keys'>;
  let url = '';
  let places: Place[] = [];
  beforeAll(async () => {
    url = await createDatabase(inject('postgresUrl'));
    const keys = loadKeys(testConfig());
    const first = { db: await openServerDatabase(url), keys };
    places = [first, { db: await openServerDatabase(url), keys }];
  });
  afterAll(async () => {
    for (const { db } of places) await db.close();
    await dropDatabase(inject('postgresUrl'), url);
  });
  const both = (): [Place, Place] => {
    const [one, other] = places;
    if (!one || !other) throw new Error('both are opened before the tests run');
    return [one, other];
  };
  /** Each message to both of them, all at once. */
  const tellBoth = (messages: readonly Inbound[]) =>
    Promise.all(messages.flatMap((message) => both().map((place) => takeInbound(place, [message]))));

  it('that hear words at once, out of order and twice, keep what was written last', async () => {
    const [place] = both();
    const froms = Array.from({ length: 40 }, newNumber);
    const orders = arrangements([0, 1, 2, 3]);
    const lastOf = (index: number) => (index % 2 === 0 ? 'STOP' : 'START');
    await Promise.all(
      froms.map((from, index) => {
        const words = conversation(from, lastOf(index));
        return tellBoth((orders[index % orders.length] ?? []).flatMap((at) => words[at] ?? []));
      }),
    );
    const stopped = await Promise.all(froms.map((from) => isOptedOut(place, { channel: 'whatsapp', from })));
    expect(stopped).toEqual(froms.map((_, index) => lastOf(index) === 'STOP'));
  });

  it('that hear a STOP and a START of one second at once stop', async () => {
    const [place] = both();
    const froms = Array.from({ length: 40 }, newNumber);
    const at = minutesAgo(1);
    await tellBoth(froms.flatMap((from) => ['START', 'STOP'].map((text) => whatsappWord(from, text, at))));
    const stopped = await Promise.all(froms.map((from) => isOptedOut(place, { channel: 'whatsapp', from })));
    expect(stopped).not.toContain(false);
  });

  it('that hear one message at once take it once, and not again after what came since', async () => {
    const [place] = both();
    const from = newNumber();
    const before = await deeds(place.db);
    const stop = smsWord(from, 'STOP');
    await tellBoth(Array.from({ length: 10 }, () => stop));
    expect((await deeds(place.db)) - before).toBe(1);
    await takeInbound(place, [smsWord(from, 'START')]);
    await tellBoth(Array.from({ length: 10 }, () => stop));
    expect(await isOptedOut(place, { channel: 'sms', from })).toBe(false);
    expect((await deeds(place.db)) - before).toBe(2);
  });
});
