import { expect, it } from 'vitest';
import { describeOnBothDatabases, recordingMessenger, type World } from '../../test/harness.ts';
import { type Database, DatabaseUnavailable } from '../database/database.ts';
import { createLog } from '../log.ts';
import type { Order } from './dispatcher.ts';
import { messageState } from './find-message.ts';
import type { Found, Messenger, Sent } from './messenger.ts';
import type { Pace } from './pace.ts';
import { startDispatcher } from './start-dispatcher.ts';
import { takeReceipts } from './take-receipts.ts';
import { endInterrupted } from './upkeep.ts';

const QUICK: Pace = {
  giveUp: 150,
  stop: 20,
  settle: 5,
  find: 60,
  tries: 3,
  firstWait: 4,
  longestWait: 20,
  patience: { another: 50, last: 2_000 },
  writeAgain: [20, 40, 80, 160],
  close: 200,
  lastWord: 100,
};

const CODE = '918273';
const EMAIL = 'planted-reader@clinic.test';

let numbers = 0;
const newNumber = (): string => {
  numbers += 1;
  return `+1212555${String(1_000 + numbers)}`;
};

const order = (over: Partial<Order> = {}): Order => ({
  kind: 'account_code',
  personId: null,
  language: 'en',
  routes: [{ channel: 'sms', to: newNumber() }],
  words: (channel) => ({
    subject: channel === 'email' ? 'Planted subject' : null,
    text: `Planted text ${CODE}`,
  }),
  body: { kind: 'code', code: CODE, minutes: 10 },
  life: 600,
  ...over,
});

/** A messenger that says one thing after another, the last of them for ever. */
const saying = (says: readonly (() => Promise<Sent>)[], find: Found = { found: 'untold' }) => {
  const messenger = recordingMessenger();
  messenger.send = (message) => {
    const say = says[Math.min(messenger.sent.length, says.length - 1)];
    messenger.sent.push(message);
    return say ? say() : Promise.reject(new Error('nothing to say'));
  };
  messenger.find = async () => find;
  return messenger;
};

const start = (world: World, messengers: readonly Messenger[], over: Partial<World['deps']> = {}) =>
  startDispatcher({ ...world.deps, ...over }, messengers, QUICK);

const historyOf = async ({ deps }: World, id: string): Promise<string[]> =>
  (await messageState(deps, id))?.history.map(({ status, fault }) =>
    fault ? `${status}: ${fault}` : status,
  ) ?? [];

const accepted = (providerId: string) => async (): Promise<Sent> => ({
  outcome: 'accepted',
  providerId,
  status: 'sent',
});
const down = async (): Promise<Sent> => ({ outcome: 'unavailable', fault: 'unavailable', retryAfter: null });
const tooMany = async (): Promise<Sent> => ({ outcome: 'unavailable', fault: 'rate_limited', retryAfter: 1 });
const unknown = async (): Promise<Sent> => ({ outcome: 'unknown' });
const never = () => new Promise<never>(() => {});
const throwing = () => Promise.reject(new Error(`reset while writing to ${EMAIL}: ${CODE}`));

interface Fault {
  fault: string;
  says: readonly (() => Promise<Sent>)[];
  find?: Found;
  tries: number;
  history: string[];
}

const TAKEN = (providerId: string): Found => ({ found: 'taken', providerId, status: 'sent' });

const FAULTS: Fault[] = [
  { fault: '500 every time', says: [down], tries: 3, history: ['queued', 'failed: unavailable'] },
  { fault: '500 once', says: [down, accepted('F1')], tries: 2, history: ['queued', 'sent'] },
  {
    fault: '429 with Retry-After once',
    says: [tooMany, accepted('F2')],
    tries: 2,
    history: ['queued', 'sent'],
  },
  { fault: 'a hang, fate unknown', says: [never], tries: 1, history: ['queued', 'unknown'] },
  { fault: 'a hang, taken', says: [never], find: TAKEN('F3'), tries: 1, history: ['queued', 'sent'] },
  { fault: 'a reset, fate unknown', says: [unknown], tries: 1, history: ['queued', 'unknown'] },
  { fault: 'a reset, taken', says: [unknown], find: TAKEN('F4'), tries: 1, history: ['queued', 'sent'] },
  {
    fault: 'a reset, not taken',
    says: [unknown, accepted('F5')],
    find: { found: 'absent' },
    tries: 2,
    history: ['queued', 'sent'],
  },
  { fault: 'garbage that made it throw', says: [throwing], tries: 1, history: ['queued', 'unknown'] },
  {
    fault: 'a number that is none',
    says: [async () => ({ outcome: 'refused', fault: 'address_invalid' })],
    tries: 1,
    history: ['queued', 'failed: address_invalid'],
  },
];

describeOnBothDatabases('messages on their way', (world) => {
  it.each(FAULTS)('after $fault: tried $tries times, the ledger says $history', async (fault) => {
    const messenger = saying(fault.says, fault.find);
    const dispatcher = start(world(), [messenger]);
    const { id, settled } = dispatcher.dispatch(order());
    await settled;
    expect(await historyOf(world(), id)).toEqual(fault.history);
    expect(messenger.sent).toHaveLength(fault.tries);
    expect(new Set(messenger.sent.map((message) => message.id))).toEqual(new Set([id]));
  });

  it('take the next way where one fails, and never where its fate is unknown', async () => {
    const sms = saying([down]);
    const mail = saying([accepted('M1')]);
    const routes: Order['routes'] = [
      { channel: 'sms', to: newNumber() },
      { channel: 'email', to: EMAIL },
    ];
    const ways = [
      { ...sms, channels: ['sms'] as const },
      { ...mail, channels: ['email'] as const },
    ];
    const { id, settled } = start(world(), ways).dispatch(order({ routes }));
    const outcome = await settled;
    expect(outcome).toMatchObject({ outcome: 'accepted', channel: 'email' });
    expect(await historyOf(world(), id)).toEqual(['queued', 'failed: unavailable']);
    expect(await messageState(world().deps, outcome.id)).toMatchObject({ insteadOf: id, status: 'sent' });

    const lost = saying([unknown]);
    const spare = saying([accepted('M2')]);
    const second = start(world(), [
      { ...lost, channels: ['sms'] as const },
      { ...spare, channels: ['email'] as const },
    ]).dispatch(order({ routes }));
    expect(await second.settled).toMatchObject({ outcome: 'unknown', id: second.id });
    expect(spare.sent).toEqual([]);
  });

  it('do not live longer on the next way than the first one had', async () => {
    const slow = saying([
      () => new Promise((settle) => setTimeout(settle, 100, { outcome: 'refused', fault: 'unreachable' })),
    ]);
    const routes: Order['routes'] = [
      { channel: 'sms', to: newNumber() },
      { channel: 'email', to: EMAIL },
    ];
    const { id, settled } = start(world(), [slow]).dispatch(order({ routes }));
    const { id: last } = await settled;
    const rows = await world().db.query<{ ends: Date; began: Date }>(
      'SELECT created_at AS began, expires_at AS ends FROM messages WHERE id IN ($1, $2) ORDER BY created_at',
      [id, last],
    );
    const [first, second] = rows.map(({ began, ends }) => ends.getTime() - began.getTime());
    expect(first).toBe(600_000);
    expect(second).toBeLessThan(599_950);
  });

  it('are not sent where no row could be written first', async () => {
    const messenger = recordingMessenger();
    const db = awayWhen(world().db, () => true);
    const { settled, recorded } = start(world(), [messenger], { db }).dispatch(order());
    await expect(recorded).rejects.toThrow(DatabaseUnavailable);
    expect(await settled).toMatchObject({ outcome: 'failed', fault: 'unavailable' });
    expect(messenger.sent).toEqual([]);
  });

  it('are not sent again where the database goes away while they are, and are written down when it is back', async () => {
    let away = false;
    const messenger = saying([
      () => {
        away = true;
        return accepted('D1')();
      },
    ]);
    const dispatcher = start(world(), [messenger], { db: awayWhen(world().db, () => away) });
    const { id, settled } = dispatcher.dispatch(order());
    expect(await settled).toMatchObject({ outcome: 'accepted' });
    expect(await historyOf(world(), id)).toEqual(['queued']);
    away = false;
    await expect.poll(() => historyOf(world(), id)).toEqual(['queued', 'sent']);
    expect(messenger.sent).toHaveLength(1);
  });

  it('are all finished, written down or given up on when the process ends', async () => {
    const slow = saying([
      () => new Promise((settle) => setTimeout(() => void accepted('C1')().then(settle), 80)),
    ]);
    const hung = saying([never]);
    const waiting = saying([tooMany]);
    const dispatcher = start(world(), [
      { ...slow, channels: ['sms'] },
      { ...hung, channels: ['voice'] },
      { ...waiting, channels: ['whatsapp'] },
    ]);
    const ids = (['sms', 'voice', 'whatsapp'] as const).map(
      (channel) => dispatcher.dispatch(order({ routes: [{ channel, to: newNumber() }] })).id,
    );
    await expect.poll(() => slow.sent.length + hung.sent.length + waiting.sent.length).toBe(3);
    const began = performance.now();
    await dispatcher.close();
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(await Promise.all(ids.map((id) => historyOf(world(), id)))).toEqual([
      ['queued', 'sent'],
      ['queued', 'unknown'],
      ['queued', 'failed: interrupted'],
    ]);
    const late = dispatcher.dispatch(order());
    expect(await late.settled).toMatchObject({ outcome: 'failed', fault: 'interrupted' });
    expect(slow.sent).toHaveLength(1);
  });

  it('end as interrupted a minute after their life where their process was killed', async () => {
    const { db } = world();
    const killed = start(world(), [saying([never])]).dispatch(order());
    await killed.recorded;
    const sent = start(world(), [saying([accepted('K1')])]).dispatch(order());
    await sent.settled;
    await endInterrupted(db);
    expect(await historyOf(world(), killed.id)).toEqual(['queued']);
    await db.query(`UPDATE messages SET expires_at = now() - interval '61 seconds' WHERE id IN ($1, $2)`, [
      killed.id,
      sent.id,
    ]);
    await endInterrupted(db);
    await endInterrupted(db);
    expect(await historyOf(world(), killed.id)).toEqual(['queued', 'failed: interrupted']);
    expect(await historyOf(world(), sent.id)).toEqual(['queued', 'sent']);
  });

  it('do not go to a number that wants none, also where only the provider knows of it', async () => {
    const to = newNumber();
    const refusing = saying([async () => ({ outcome: 'refused', fault: 'opted_out' })]);
    const first = start(world(), [refusing]).dispatch(order({ routes: [{ channel: 'sms', to }] }));
    expect(await first.settled).toMatchObject({ fault: 'opted_out' });
    const messenger = saying([accepted('O1')]);
    const dispatcher = start(world(), [messenger]);
    const second = dispatcher.dispatch(order({ kind: 'notice', routes: [{ channel: 'sms', to }] }));
    expect(await second.settled).toMatchObject({ fault: 'opted_out' });
    expect(messenger.sent).toEqual([]);
    const other = dispatcher.dispatch(order({ routes: [{ channel: 'voice', to }] }));
    expect(await other.settled).toMatchObject({ outcome: 'accepted' });
  });

  it('leave no code, text, address or name in the ledger or the log', async () => {
    const lines: string[] = [];
    const log = createLog('trace', { write: (line) => void lines.push(line) });
    const phone = '+12125550163';
    const person = await world().newPerson({ phone, email: EMAIL, firstName: 'Plantedfirst' });
    const ways = [
      saying([throwing]),
      saying([down]),
      saying([accepted('L1')]),
      saying([async () => ({ outcome: 'refused', fault: 'opted_out' })]),
    ];
    for (const messenger of ways) {
      const routes: Order['routes'] = [
        { channel: 'email', to: EMAIL },
        { channel: 'sms', to: phone },
      ];
      await start(world(), [messenger], { log }).dispatch(order({ routes, personId: person.id })).settled;
    }
    await takeReceipts(world().deps, [
      {
        provider: 'recording',
        providerId: 'L9',
        messageId: null,
        status: 'failed',
        fault: 'unreachable',
        at: null,
      },
    ]);
    const rows = await Promise.all(
      ['messages', 'message_events', 'early_receipts', 'message_opt_outs', 'whatsapp_windows'].map((table) =>
        world().db.query(`SELECT * FROM ${table}`),
      ),
    );
    expect(rows[0]?.length).toBeGreaterThan(4);
    expect(lines.length).toBeGreaterThan(2);
    const everything = JSON.stringify(rows) + lines.join('');
    for (const planted of [CODE, 'Planted', EMAIL, 'planted-reader', phone, phone.slice(2), '5550163'])
      expect(everything, planted).not.toContain(planted);
  });
});

/** The same database, away whenever `isAway` says so. */
const awayWhen = (db: Database, isAway: () => boolean): Database => {
  const refused = () => Promise.reject(new DatabaseUnavailable(new Error('planted')));
  return {
    inTransaction: false,
    kind: db.kind,
    query: (text, values) => (isAway() ? refused() : db.query(text, values)),
    read: (text, values) => (isAway() ? refused() : db.read(text, values)),
    tx: (work) => (isAway() ? refused() : db.tx(work)),
    listen: db.listen,
    close: db.close,
  };
};
