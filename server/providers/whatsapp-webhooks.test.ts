import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { contractsOrSkip } from '../../test/vendors/contracts.ts';
import { APPROVED, APPROVED_NAMES } from '../../test/vendors/whatsapp-approved.ts';
import { startWhatsappFake } from '../../test/vendors/whatsapp-fake.ts';
import { signatureOf, spelled, statusValue, webhookPayload } from '../../test/vendors/whatsapp-webhook.ts';
import type { Webhook } from '../messages/receipts.ts';
import { whatsappCloud } from './whatsapp-cloud.ts';
import { whatsappWebhooks } from './whatsapp-webhooks.ts';

const SECRET = 'the secret of the app at Meta';
const PERSON = '+16505551234';
const url = new URL('https://visits.clinic.test/webhooks/whatsapp');
const at = new Date('2026-03-02T11:00:00Z');
const recipient = PERSON.slice(1);
const reader = whatsappWebhooks({ webhookSecret: SECRET, verifyToken: 'a token of ours' });

const read = (body: Buffer, signature: string | string[] | undefined = signatureOf(SECRET, body)) =>
  reader.read({ headers: { 'x-hub-signature-256': signature }, body, url });
const readPayload = (payload: object): Webhook | null => read(spelled(payload));
const statuses = (...changes: Parameters<typeof statusValue>[1]): object =>
  webhookPayload('messages', statusValue('106540352242922', changes));

describe('a signature of WhatsApp', () => {
  const payload = webhookPayload('messages', {
    messages: [{ from: recipient, type: 'text', text: { body: 'Stop, por favor. Está bien/mal' } }],
  });

  it('is over the bytes as they came, which another spelling of the same JSON is not', () => {
    expect(readPayload(payload)?.inbound).toEqual([
      {
        provider: 'whatsapp',
        providerId: null,
        channel: 'whatsapp',
        from: PERSON,
        text: 'Stop, por favor. Está bien/mal',
        at: null,
      },
    ]);
    expect(read(Buffer.from(JSON.stringify(payload)), signatureOf(SECRET, spelled(payload)))).toBeNull();
  });

  it.each([
    ['absent', undefined],
    ['empty', ''],
    ['of another secret', signatureOf('another', spelled(payload))],
    ['without its name', signatureOf(SECRET, spelled(payload)).slice('sha256='.length)],
    ['cut short', signatureOf(SECRET, spelled(payload)).slice(0, -2)],
    ['in capitals', signatureOf(SECRET, spelled(payload)).toUpperCase()],
    ['there twice', [signatureOf(SECRET, spelled(payload)), signatureOf(SECRET, spelled(payload))]],
  ])('%s is believed by nobody', (_, signature) => {
    const headers = { 'x-hub-signature-256': signature };
    expect(reader.read({ headers, body: spelled(payload), url })).toBeNull();
  });

  it('is not believed where no secret is configured', () => {
    const body = spelled(payload);
    for (const webhookSecret of [null, '']) {
      const blind = whatsappWebhooks({ webhookSecret, verifyToken: null });
      const headers = { 'x-hub-signature-256': signatureOf('', body) };
      expect(blind.read({ headers, body, url })).toBeNull();
    }
  });

  it.each(['', '{', 'null', '[]', '{"entry":3}', '{"entry":[null,{"changes":[{"field":"messages"}]}]}'])(
    'under %s leaves nothing to read, and does no harm',
    (text) => {
      expect(read(Buffer.from(text))).toEqual({ receipts: [], inbound: [] });
    },
  );
});

describe('a receipt of WhatsApp', () => {
  it.each([
    ['sent', 'sent'],
    ['delivered', 'delivered'],
    ['read', 'read'],
    ['played', 'read'],
  ])('%s means %s, with its time and our id', (status, ours) => {
    const messageId = uuidv7();
    expect(readPayload(statuses({ id: 'wamid.1', status, recipient, at, ours: messageId }))).toEqual({
      receipts: [{ provider: 'whatsapp', providerId: 'wamid.1', messageId, status: ours, fault: null, at }],
      inbound: [],
    });
  });

  it.each([
    [131026, 'unreachable'],
    [131047, 'outside_window'],
    [131049, 'blocked'],
    [130472, 'unreachable'],
    [131048, 'rate_limited'],
    [424_242, 'unavailable'],
    [undefined, 'unavailable'],
  ])('failed with %s says %s', (error, fault) => {
    const change = { id: 'wamid.1', status: 'failed', recipient, at };
    const webhook = readPayload(statuses(error === undefined ? change : { ...change, error }));
    expect(webhook?.receipts).toMatchObject([{ status: 'failed', fault, messageId: null }]);
  });

  it('is read beside others, over entries and changes, and past what is not known', () => {
    const one = statuses(
      { id: 'a', status: 'sent', recipient, at },
      { id: 'b', status: 'deleted', recipient, at },
    );
    const two = statuses({ id: 'c', status: 'read', recipient, at, ours: 'not an id of ours' });
    const odd = webhookPayload('messages', {
      statuses: [null, { id: 7 }, { id: 'd', status: 'sent', timestamp: 'x' }],
    });
    const all = [one, two, odd].flatMap((payload) => Reflect.get(payload, 'entry'));
    const webhook = readPayload({ object: 'whatsapp_business_account', entry: all });
    expect(
      webhook?.receipts.map(({ providerId, status, messageId, at: time }) => [
        providerId,
        status,
        messageId,
        time,
      ]),
    ).toEqual([
      ['a', 'sent', null, at],
      ['c', 'read', null, at],
      ['d', 'sent', null, null],
    ]);
  });
});

describe('something written to our number on WhatsApp', () => {
  const written = { from: recipient, type: 'text', text: { body: 'STOP' } };
  const inboundOf = (message: object) =>
    readPayload(webhookPayload('messages', { messages: [message] }))?.inbound ?? [];

  it('has the vendor’s name for it, and the second in which it was written', () => {
    const id = 'wamid.HBgLMTY1MDM4Nzk0MzkVAgA=';
    expect(inboundOf({ ...written, id, timestamp: String(at.getTime() / 1_000) })).toMatchObject([
      { provider: 'whatsapp', providerId: id, text: 'STOP', at },
    ]);
  });

  it.each(['', 'soon', '-5', '1e9', '99999999999999999999'])(
    'at “%s”, which is no time, is passed on without one',
    (timestamp) => {
      expect(inboundOf({ ...written, timestamp })).toMatchObject([{ text: 'STOP', at: null }]);
    },
  );
});

describe('the handshake of WhatsApp', () => {
  const right = {
    'hub.mode': 'subscribe',
    'hub.challenge': '1158201444',
    'hub.verify_token': 'a token of ours',
  };

  it('is answered with the challenge where the token is ours', () => {
    expect(reader.handshake(right)).toBe('1158201444');
  });

  it.each([
    [{ ...right, 'hub.verify_token': 'another token!!' }],
    [{ ...right, 'hub.verify_token': '' }],
    [{ ...right, 'hub.verify_token': undefined }],
    [{ ...right, 'hub.mode': 'unsubscribe' }],
    [{ ...right, 'hub.mode': undefined }],
    [{ ...right, 'hub.challenge': undefined }],
    [{ ...right, 'hub.challenge': '<script>' }],
  ])('is refused for %j', (query) => {
    expect(reader.handshake(query)).toBeNull();
  });

  it('is refused where no token is configured', () => {
    for (const verifyToken of [null, '']) {
      const blind = whatsappWebhooks({ webhookSecret: SECRET, verifyToken });
      expect(blind.handshake({ ...right, 'hub.verify_token': '' })).toBeNull();
    }
  });
});

contractsOrSkip('WhatsApp’s own webhooks', (folder) => {
  const samples = join(folder, 'whatsapp/webhooks');
  const WORDS = new Map([
    ['text-message.json', 'Does it come in another color?'],
    ['text-message-from-click-to-whatsapp-ad.json', 'Hello! Can I get more info on this?'],
    ['text-message-with-context-product-inquiry.json', 'Is this still available?'],
    ['button-message.json', 'Unsubscribe'],
    ['interactive-button-reply-message.json', 'Cancel'],
  ]);

  it.each(readdirSync(samples))('%s is read without harm', (name) => {
    const payload: object = JSON.parse(readFileSync(join(samples, name), 'utf8'));
    const told = name.startsWith('group-') || name.startsWith('system-');
    const written = {
      provider: 'whatsapp',
      providerId: expect.stringMatching(/^wamid\./),
      channel: 'whatsapp',
      from: PERSON,
      text: WORDS.get(name) ?? '',
      at: expect.any(Date),
    };
    expect(readPayload(payload)).toEqual({ receipts: [], inbound: told ? [] : [written] });
  });

  it('tell by our own id what became of a message that was sent', async () => {
    const fake = await startWhatsappFake(folder, APPROVED);
    const { apiUrl, accessToken, phoneNumberId, webhookSecret } = fake;
    const config = { apiUrl, accessToken, phoneNumberId, webhookSecret, verifyToken: null };
    const messenger = whatsappCloud(
      { ...config, businessAccountId: null, templates: APPROVED_NAMES },
      { isWindowOpen: async () => false },
    );
    const id = uuidv7();
    await messenger.send(
      {
        id,
        channel: 'whatsapp',
        to: PERSON,
        language: 'en',
        subject: null,
        text: '',
        body: { kind: 'code', code: '1234', minutes: 5 },
      },
      AbortSignal.timeout(5_000),
    );
    const heard: (Webhook | null)[] = [];
    const ears = createServer(async (request, response) => {
      const body = await buffer(request);
      heard.push(whatsappWebhooks(config).read({ headers: request.headers, body, url }));
      response.end();
    });
    await new Promise<void>((listening) => ears.listen(0, '127.0.0.1', listening));
    const address = ears.address();
    const webhook = new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`);
    const [taken] = fake.taken;
    expect(await fake.tell(webhook, taken?.id ?? '', 'delivered')).toBe(200);
    expect(await fake.tell(webhook, taken?.id ?? '', 'failed', 131026)).toBe(200);
    ears.close();
    expect(heard.flatMap((one) => one?.receipts ?? [])).toMatchObject([
      { messageId: id, providerId: taken?.id, status: 'delivered', fault: null },
      { messageId: id, providerId: taken?.id, status: 'failed', fault: 'unreachable' },
    ]);
    expect(fake.violations).toEqual([]);
    await fake.stop();
  });
});
