import { expect, it } from 'vitest';
import type { DeliveryState, MessageKind } from '../../contract/deliveries.ts';
import type { Channel } from '../../contract/primitives.ts';
import { describeOnBothDatabases, recordingMessenger } from '../../test/harness.ts';
import { addressKey } from './address-key.ts';
import { deliveryState } from './delivery-state.ts';
import type { Order, Route } from './dispatcher.ts';
import { optOut } from './opt-out.ts';
import { startDispatcher } from './start-dispatcher.ts';
import { takeReceipts } from './take-receipts.ts';

const NOBODY = '019bfd1c-0000-7000-8000-000000000000';

let numbers = 0;
const newNumber = (): string => {
  numbers += 1;
  return `+1212555${String(2_000 + numbers)}`;
};

describeOnBothDatabases('asking how far a message came', (world) => {
  const ask = (id: string, headers: Record<string, string> = {}) =>
    world().app.inject({ method: 'GET', url: `/api/deliveries/${id}`, headers });
  const state = async (id: string, headers: Record<string, string> = {}) =>
    (await ask(id, headers)).json<DeliveryState>();

  const send = async (kind: MessageKind, over: Partial<Order> = {}, refused: readonly Channel[] = []) => {
    const messenger = recordingMessenger();
    const take = messenger.send.bind(messenger);
    messenger.send = async (message, signal) =>
      refused.includes(message.channel)
        ? { outcome: 'refused', fault: 'unreachable' }
        : take(message, signal);
    const routes: [Route, ...Route[]] = [{ channel: 'sms', to: newNumber() }];
    const { id, settled } = startDispatcher(world().deps, [messenger]).dispatch({
      kind,
      personId: null,
      language: 'en',
      routes,
      words: () => ({ subject: null, text: 'text' }),
      body: { kind: 'notice' },
      life: 600,
      ...over,
    });
    return { id, last: (await settled).id };
  };
  const undelivered = (id: string) =>
    takeReceipts(world().deps, [
      {
        provider: 'recording',
        providerId: id,
        messageId: null,
        status: 'failed',
        fault: 'unreachable',
        at: null,
      },
    ]);

  it('tells the person it is for, and offers the ways that reach their account, what they prefer first', async () => {
    const person = await world().newPerson();
    const { headers } = await world().signIn(person);
    const { id } = await send('video_code', { personId: person.id });
    expect(await state(id, headers)).toEqual({
      id,
      channel: 'sms',
      status: 'sent',
      fault: null,
      other_channels: ['whatsapp', 'email', 'voice'],
    });
    await undelivered(id);
    expect(await state(id, headers)).toMatchObject({ status: 'failed', fault: 'unreachable' });
  });

  it('sends nothing again by itself where the receipt says failed', async () => {
    const person = await world().newPerson();
    const sentBefore = world().messenger.sent.length;
    const { id } = await send('video_code', { personId: person.id });
    await undelivered(id);
    const rows = await world().db.query('SELECT 1 FROM messages WHERE id = $1 OR instead_of = $1', [id]);
    expect(rows).toHaveLength(1);
    expect(world().messenger.sent).toHaveLength(sentBefore);
  });

  it('offers no way whose address was never shown right, nor one that wants no messages', async () => {
    const { deps, db } = world();
    const person = await world().newPerson({ phoneVerified: false });
    const { headers } = await world().signIn(person);
    const { id } = await send('video_code', { personId: person.id });
    expect((await state(id, headers)).other_channels).toEqual(['email']);

    const other = await world().newPerson();
    const session = await world().signIn(other);
    const sent = await send('video_code', { personId: other.id });
    const key = addressKey(deps, { channel: 'whatsapp', to: other.phone ?? '' });
    await db.tx((tx) => optOut(tx, { addressKey: key, channel: 'whatsapp' }));
    expect((await state(sent.id, session.headers)).other_channels).toEqual(['email', 'voice']);
  });

  it('follows an order over its ways, from any of them, and offers none that was tried', async () => {
    const person = await world().newPerson();
    const { headers } = await world().signIn(person);
    const routes: [Route, ...Route[]] = [
      { channel: 'sms', to: person.phone ?? '' },
      { channel: 'whatsapp', to: person.phone ?? '' },
      { channel: 'email', to: person.email },
    ];
    const { id, last } = await send('video_code', { personId: person.id, routes }, ['sms', 'whatsapp']);
    expect(last).not.toBe(id);
    const told = { channel: 'email', status: 'sent', fault: null, other_channels: ['voice'] };
    expect(await state(id, headers)).toEqual({ id, ...told });
    expect(await state(last, headers)).toEqual({ id: last, ...told });
  });

  it('knows nothing of somebody else’s message, as if there were none', async () => {
    const person = await world().newPerson();
    const stranger = await world().newPerson();
    const admin = await world().newPerson({ role: 'admin' });
    const { id } = await send('video_code', { personId: person.id });
    const absent = await ask(NOBODY);
    expect(absent.statusCode).toBe(404);
    for (const headers of [
      {},
      (await world().signIn(stranger)).headers,
      (await world().signIn(admin)).headers,
      { authorization: 'Bearer wrong' },
    ]) {
      const answer = await ask(id, headers);
      expect(answer.statusCode).toBe(404);
      expect(answer.body).toBe(absent.body);
    }
    expect((await ask('no-id')).statusCode).toBe(400);
  });

  it.each<[MessageKind, number]>([
    ['account_code', 200],
    ['phone_code', 200],
    ['video_code', 404],
    ['reset_code', 404],
    ['external_code', 404],
    ['notice', 404],
  ])('without a session, of a message of the kind %s: %i', async (kind, status) => {
    const { id } = await send(kind);
    expect((await ask(id)).statusCode).toBe(status);
  });

  it('without a session tells for a quarter of an hour, and offers ways to the same address alone', async () => {
    const { db, deps } = world();
    const { id } = await send('account_code');
    expect((await state(id)).other_channels).toEqual(['whatsapp', 'voice']);
    const mail = await send('account_code', { routes: [{ channel: 'email', to: 'who@clinic.test' }] });
    expect((await state(mail.id)).other_channels).toEqual([]);
    const to = newNumber();
    const voiced = await send('account_code', { routes: [{ channel: 'sms', to }] });
    const key = addressKey(deps, { channel: 'voice', to });
    await db.tx((tx) => optOut(tx, { addressKey: key, channel: 'voice' }));
    expect((await state(voiced.id)).other_channels).toEqual(['whatsapp']);

    await db.query(`UPDATE messages SET created_at = now() - interval '14 minutes' WHERE id = $1`, [id]);
    expect((await ask(id)).statusCode).toBe(200);
    await db.query(`UPDATE messages SET created_at = now() - interval '15 minutes' WHERE id = $1`, [id]);
    expect((await ask(id)).statusCode).toBe(404);
  });

  it('offers only ways that something can be sent on here', async () => {
    const person = await world().newPerson();
    const { id } = await send('video_code', { personId: person.id });
    const dispatcher = { ...world().deps.dispatcher, channels: ['sms', 'voice'] as const };
    const told = await deliveryState({ ...world().deps, dispatcher }, person, id);
    expect(told.other_channels).toEqual(['voice']);
  });
});
