import { expect, it } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';
import {
  accepted,
  down,
  EMAIL,
  historyOf,
  never,
  order,
  saying,
  start,
  throwing,
  tooMany,
  unknown,
} from '../../test/orders.ts';
import { newNumber } from '../../test/words.ts';
import type { Order } from './dispatcher.ts';
import { messageState } from './find-message.ts';
import type { Found, Sent } from './messenger.ts';

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
});
