import { createHmac } from 'node:crypto';
import twilio from 'twilio';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { createApp } from '../app.ts';
import type { App } from '../app-type.ts';
import { messageState } from '../messages/find-message.ts';
import type { Message, Messenger } from '../messages/messenger.ts';
import { startDispatcher } from '../messages/start-dispatcher.ts';
import { whatsappWindow } from '../messages/whatsapp-window.ts';
import { askWithReceipts } from './twilio-receipts.ts';
import { twilioWebhooks } from './twilio-webhooks.ts';
import { whatsappWebhooks } from './whatsapp-webhooks.ts';

const TOKEN = 'a'.repeat(32);
const SECRET = 'b'.repeat(32);
const NUMBER = '+12125550166';
const MESSAGE: Omit<Message, 'id'> = {
  channel: 'sms',
  to: NUMBER,
  language: 'en',
  subject: null,
  text: '123456',
  body: { kind: 'code', code: '123456', minutes: 10 },
};

describeOnBothDatabases('what vendors tell us, from their signature to the ledger', (world) => {
  let app: App;
  beforeAll(async () => {
    const webhooks = {
      twilio: twilioWebhooks({ authToken: TOKEN }),
      whatsapp: whatsappWebhooks({ webhookSecret: SECRET, verifyToken: 'ours' }),
    };
    app = await createApp({ ...world().deps, webhooks }, null);
  });
  afterAll(() => app.close());

  const send = async (name: 'twilio' | 'whatsapp', providerId: string): Promise<string> => {
    const channel = name === 'twilio' ? 'sms' : 'whatsapp';
    const messenger: Messenger = {
      name,
      channels: [channel],
      send: async () => ({ outcome: 'accepted', providerId, status: 'queued' }),
      find: async () => ({ found: 'untold' }),
    };
    const { id, settled } = startDispatcher(world().deps, [messenger]).dispatch({
      kind: 'video_code',
      personId: null,
      language: 'en',
      routes: [{ channel, to: NUMBER }],
      words: () => ({ subject: null, text: '123456' }),
      body: { kind: 'code', code: '123456', minutes: 10 },
      life: 600,
    });
    await settled;
    return id;
  };
  const went = async (id: string): Promise<string[]> =>
    (await messageState(world().deps, id))?.history.map(({ status }) => status) ?? [];

  const postTwilio = (path: string, fields: Record<string, string>, token = TOKEN) =>
    app.inject({
      method: 'POST',
      url: path,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': twilio.getExpectedTwilioSignature(
          token,
          world().deps.config.publicUrl.origin + path,
          fields,
        ),
      },
      payload: new URLSearchParams(fields).toString(),
    });
  const postWhatsapp = (value: object, secret = SECRET) => {
    const payload = JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [{ id: '1', changes: [{ field: 'messages', value }] }],
    });
    const signature = createHmac('sha256', secret).update(payload).digest('hex');
    return app.inject({
      method: 'POST',
      url: '/webhooks/whatsapp',
      headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
      payload,
    });
  };

  it('Twilio: receipts out of order move a message on, and a forged one does not', async () => {
    const id = await send('twilio', 'SM1');
    const path = `/webhooks/twilio/messages?delivery=${id}`;
    const told = (MessageStatus: string) => ({ MessageSid: 'SM1', MessageStatus, To: NUMBER });
    expect((await postTwilio(path, told('delivered'), 'wrong')).statusCode).toBe(403);
    expect(await went(id)).toEqual(['queued']);
    for (const status of ['queued', 'delivered', 'sent', 'delivered', 'undelivered'])
      expect((await postTwilio(path, told(status))).statusCode).toBe(200);
    expect(await went(id)).toEqual(['queued', 'delivered']);
  });

  it('Twilio: a receipt is signed over the address that we gave without how often to tell it', async () => {
    const id = await send('twilio', 'SM5');
    let given = '';
    const statusCallback = new URL('/webhooks/twilio/messages', world().deps.config.publicUrl);
    await askWithReceipts({ statusCallback }, { ...MESSAGE, id }, async (callback) => {
      given = callback.statusCallback ?? '';
      return { asked: 'answered', value: null };
    });
    const address = new URL(given);
    expect(address.hash).toBe('#rc=5&rp=5xx,ct,rt');
    address.hash = '';
    expect(address.origin).toBe(world().deps.config.publicUrl.origin);
    const told = { MessageSid: 'SM5', MessageStatus: 'delivered' };
    expect((await postTwilio(address.pathname + address.search, told)).statusCode).toBe(200);
    expect(await went(id)).toEqual(['queued', 'delivered']);
  });

  it('Twilio: STOP ends what goes to that number by SMS, START begins it again', async () => {
    const path = '/webhooks/twilio/messages';
    const wrote = (MessageSid: string, Body: string) => ({
      MessageSid,
      SmsStatus: 'received',
      From: NUMBER,
      Body,
    });
    expect((await postTwilio(path, wrote('SM8', 'Stop'))).body).toBe('<Response/>');
    expect(await went(await send('twilio', 'SM2'))).toEqual(['queued', 'failed']);
    expect((await postTwilio(path, wrote('SM9', 'START'))).statusCode).toBe(200);
    expect(await went(await send('twilio', 'SM3'))).toEqual(['queued']);
    expect((await postTwilio(path, wrote('SM8', 'Stop'))).statusCode).toBe(200);
    expect(await went(await send('twilio', 'SM4'))).toEqual(['queued']);
  });

  it('WhatsApp: a batch of receipts and words moves each message on and opens the window', async () => {
    const id = await send('whatsapp', 'wamid.1');
    const isOpen = whatsappWindow(world().deps);
    const at = String(Math.floor(Date.now() / 1_000));
    const value = {
      statuses: ['read', 'sent', 'delivered'].map((status) => ({ id: 'wamid.1', status, timestamp: at })),
      messages: [{ from: NUMBER.slice(1), id: 'wamid.9', type: 'text', text: { body: 'Thank you' } }],
    };
    expect((await postWhatsapp(value, 'wrong')).statusCode).toBe(403);
    expect([await went(id), await isOpen(NUMBER)]).toEqual([['queued'], false]);
    for (let time = 0; time < 2; time += 1) expect((await postWhatsapp(value)).statusCode).toBe(200);
    expect([await went(id), await isOpen(NUMBER)]).toEqual([['queued', 'read'], true]);
  });

  it('WhatsApp: a START that is told after a newer STOP takes nothing back', async () => {
    const now = Math.floor(Date.now() / 1_000);
    const wrote = (id: string, seconds: number, body: string) => ({
      messages: [
        { from: NUMBER.slice(1), id, timestamp: String(now - seconds), type: 'text', text: { body } },
      ],
    });
    await postWhatsapp(wrote('wamid.s2', 20, 'STOP'));
    await postWhatsapp(wrote('wamid.s1', 40, 'START'));
    expect(await went(await send('whatsapp', 'wamid.s3'))).toEqual(['queued', 'failed']);
    await postWhatsapp(wrote('wamid.s4', 10, 'START'));
    expect(await went(await send('whatsapp', 'wamid.s5'))).toEqual(['queued']);
  });
});
