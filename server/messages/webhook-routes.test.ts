import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnBothDatabases, type World } from '../../test/harness.ts';
import { createApp } from '../app.ts';
import type { App } from '../app-type.ts';
import { DatabaseUnavailable } from '../database/database.ts';
import type { RawRequest } from '../http/raw-bodies.ts';
import { createLog } from '../log.ts';
import { addressKey } from './address-key.ts';
import { messageState } from './find-message.ts';
import type { Inbound, Receipt, WebhookReader } from './receipts.ts';
import { isWindowOpen, whatsappWindow } from './whatsapp-window.ts';

const SIGNED = { 'x-signature': 'right' };
const FORM = { ...SIGNED, 'content-type': 'application/x-www-form-urlencoded' };
const JSON_BODY = { ...SIGNED, 'content-type': 'application/json' };
const NUMBER = '+12125550188';

/** Believes one signature, and reads bodies in a form of its own: what is tested is what happens around it. */
const recordingReader = (provider: string, heard: RawRequest[]): WebhookReader => ({
  provider,
  read: (request) => {
    heard.push(request);
    if (request.headers['x-signature'] !== 'right') return null;
    const fields = new URLSearchParams(request.body.toString());
    const receipts: Receipt[] = fields.has('status')
      ? [
          {
            provider,
            providerId: fields.get('id') ?? '',
            messageId: null,
            status: 'delivered',
            fault: null,
            at: null,
          },
        ]
      : [];
    const channel = provider === 'twilio' ? 'sms' : 'whatsapp';
    const inbound: Inbound[] = fields.has('text')
      ? [
          {
            provider,
            providerId: fields.get('sid'),
            channel,
            from: NUMBER,
            text: fields.get('text') ?? '',
            at: null,
          },
        ]
      : [];
    return { receipts, inbound };
  },
});

describeOnBothDatabases('webhooks', (world) => {
  const heard: RawRequest[] = [];
  const lines: string[] = [];
  let app: App;

  const appOver = (over: Partial<World['deps']>) => {
    const log = createLog('trace', { write: (line) => void lines.push(line) });
    return createApp({ ...world().deps, log, ...over }, null);
  };
  const webhooks = () => ({
    twilio: recordingReader('twilio', heard),
    whatsapp: {
      ...recordingReader('whatsapp', heard),
      handshake: (query: Readonly<Record<string, string | undefined>>) =>
        query['hub.verify_token'] === 'ours' ? (query['hub.challenge'] ?? null) : null,
    },
  });
  beforeAll(async () => {
    app = await appOver({ webhooks: webhooks() });
  });
  afterAll(() => app.close());

  const twilio = (payload: string, headers: Record<string, string> = FORM, on: App = app) =>
    on.inject({ method: 'POST', url: '/webhooks/twilio/messages', headers, payload });
  const whatsapp = (payload: string, headers: Record<string, string> = JSON_BODY) =>
    app.inject({ method: 'POST', url: '/webhooks/whatsapp', headers, payload });
  const optedOut = () => world().db.query('SELECT channel FROM message_opt_outs ORDER BY channel');

  it('give the reader the bytes as they came and the public address, whatever the proxy made of it', async () => {
    heard.length = 0;
    const payload = 'b=%C3%A9+1&a=2&b=3';
    const answer = await app.inject({
      method: 'POST',
      url: '/webhooks/twilio/messages?delivery=1&x=%20y',
      headers: { ...FORM, host: 'internal:5002', 'x-forwarded-host': 'evil.example' },
      payload,
    });
    expect(answer.statusCode).toBe(200);
    expect(heard[0]?.body.toString('latin1')).toBe(payload);
    const { origin } = world().deps.config.publicUrl;
    expect(heard[0]?.url.href).toBe(`${origin}/webhooks/twilio/messages?delivery=1&x=%20y`);
  });

  it('are at the public address also for who names another in what they ask for', async () => {
    heard.length = 0;
    const served = await appOver({ webhooks: webhooks() });
    const { port } = new URL(await served.listen({ port: 0, host: '127.0.0.1' }));
    const path = 'http://evil.example:1/webhooks/twilio/messages?delivery=1';
    const asked = request({ port, host: '127.0.0.1', method: 'POST', path, headers: FORM, agent: false });
    asked.end('a=1');
    const [answer] = await once(asked, 'response');
    expect(answer.resume().statusCode).toBe(200);
    const { origin } = world().deps.config.publicUrl;
    expect(heard.map(({ url }) => url.href)).toEqual([`${origin}/webhooks/twilio/messages?delivery=1`]);
    await served.close();
  });

  it('answer Twilio with XML that says nothing, and Meta with nothing', async () => {
    const xml = await twilio('');
    expect([xml.statusCode, xml.headers['content-type'], xml.body]).toEqual([200, 'text/xml', '<Response/>']);
    const plain = await whatsapp('{}');
    expect([plain.statusCode, plain.body]).toEqual([200, '']);
  });

  it('move a message on, once', async () => {
    const { deps } = world();
    const { id, settled } = deps.dispatcher.dispatch({
      kind: 'notice',
      personId: null,
      language: 'en',
      routes: [{ channel: 'sms', to: '+12125550187' }],
      words: () => ({ subject: null, text: 'text' }),
      body: { kind: 'notice' },
      life: null,
    });
    await settled;
    await world().db.query(`UPDATE messages SET provider = 'twilio' WHERE id = $1`, [id]);
    for (let time = 0; time < 3; time += 1) expect((await twilio(`id=${id}&status=1`)).statusCode).toBe(200);
    const state = await messageState(deps, id);
    expect(state?.history.map(({ status }) => status)).toEqual(['queued', 'sent', 'delivered']);
  });

  it('change nothing for a wrong signature', async () => {
    for (const send of [twilio, whatsapp]) {
      const answer = await send('id=planted&status=1&text=STOP', { ...FORM, 'x-signature': 'wrong' });
      expect(answer.statusCode).toBe(403);
      expect(answer.json()).toMatchObject({ code: 'signature_wrong' });
    }
    expect(await optedOut()).toEqual([]);
    expect(await world().db.query('SELECT 1 FROM early_receipts')).toEqual([]);
  });

  it('are not there where nothing is configured', async () => {
    const { app: bare } = world();
    expect((await twilio('text=STOP', FORM, bare)).statusCode).toBe(404);
    for (const method of ['GET', 'POST'] as const) {
      const answer = await bare.inject({ method, url: '/webhooks/whatsapp', headers: JSON_BODY });
      expect(answer.statusCode).toBe(404);
    }
  });

  it('ask for the same again while the database is away', async () => {
    const refused = () => Promise.reject(new DatabaseUnavailable(null));
    const db = { ...world().db, query: refused, read: refused, tx: refused };
    const away = await appOver({ webhooks: webhooks(), db });
    const answer = await twilio('id=SM1&status=1', FORM, away);
    expect(answer.statusCode).toBe(503);
    await away.close();
  });

  it('read forms nowhere else, and larger bodies from Meta alone', async () => {
    const elsewhere = await app.inject({
      method: 'POST',
      url: '/api/sessions',
      headers: FORM,
      payload: 'email=a',
    });
    expect(elsewhere.statusCode).toBe(415);
    const large = 'x'.repeat(200 * 1024);
    expect((await twilio(large)).statusCode).toBe(413);
    expect((await whatsapp(large)).statusCode).toBe(200);
    expect((await whatsapp(large + large)).statusCode).toBe(413);
  });

  it('confirm a subscription with our token alone', async () => {
    const url = '/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=';
    const ours = await app.inject({ method: 'GET', url: `${url}ours` });
    expect([ours.statusCode, ours.body]).toEqual([200, '1158201444']);
    expect(ours.headers['content-type']).toContain('text/plain');
    const foreign = await app.inject({ method: 'GET', url: `${url}foreign` });
    expect(foreign.statusCode).toBe(403);
    expect(foreign.body).not.toContain('1158201444');
    expect((await app.inject({ method: 'GET', url: `${url}ours&hub.verify_token=ours` })).statusCode).toBe(
      400,
    );
  });

  it('stop and start messages on the way that the word came, with an entry for each change', async () => {
    await twilio('text=Hello');
    expect(await optedOut()).toEqual([]);
    await twilio('text=stop');
    await twilio('text=STOP');
    expect(await optedOut()).toEqual([{ channel: 'sms' }]);
    await whatsapp('text=BAJA');
    expect(await optedOut()).toEqual([{ channel: 'sms' }, { channel: 'whatsapp' }]);
    await twilio('text=Start');
    await twilio('text=YES');
    expect(await optedOut()).toEqual([{ channel: 'whatsapp' }]);
    const trail = await world().db.query(
      `SELECT action, details->>'channel' AS channel, subject_id FROM audit_entries
       WHERE action LIKE 'message.%' ORDER BY id`,
    );
    const deed = (action: string, channel: string) => ({ action, channel, subject_id: null });
    expect(trail).toEqual([
      deed('message.opt_out', 'sms'),
      deed('message.opt_out', 'whatsapp'),
      deed('message.opt_in', 'sms'),
    ]);
  });

  it('open the 24 hours in which WhatsApp takes free words', async () => {
    const { db, deps } = world();
    const isOpen = whatsappWindow(deps);
    await db.query('DELETE FROM whatsapp_windows');
    expect(await isOpen(NUMBER)).toBe(false);
    await twilio('text=Hello');
    expect(await isOpen(NUMBER)).toBe(false);
    await whatsapp('text=Hello');
    expect(await isOpen(NUMBER)).toBe(true);
    expect(await isWindowOpen(db, addressKey(deps, { channel: 'whatsapp', to: NUMBER }))).toBe(true);
    expect(await isOpen('+12125550189')).toBe(false);
    await db.query(`UPDATE whatsapp_windows SET last_heard_at = now() - interval '24 hours'`);
    expect(await isOpen(NUMBER)).toBe(false);
    await whatsapp('text=Again');
    expect(await isOpen(NUMBER)).toBe(true);
  });

  it('leave neither a text nor a number in the log, the ledger or the figures', async () => {
    await whatsapp('text=planted-words-of-a-patient');
    const { db } = world();
    const rows = await Promise.all(
      ['message_opt_outs', 'message_words', 'heard_words', 'whatsapp_windows', 'early_receipts'].map(
        (table) => db.query(`SELECT * FROM ${table}`),
      ),
    );
    const { body: figures } = await app.inject({ method: 'GET', url: '/metrics' });
    expect(figures).toContain(
      'anteroom_message_receipts_total{provider="twilio",channel="sms",status="delivered"}',
    );
    for (const planted of ['planted-words', NUMBER, NUMBER.slice(1)])
      expect(lines.join('') + JSON.stringify(rows) + figures).not.toContain(planted);
  });
});
