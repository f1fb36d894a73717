import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ExternalOtpSent, ServiceScope } from '../../contract/external.ts';
import { codeIn, describeOnBothDatabases, recordingMessenger, type World } from '../../test/harness.ts';
import { createApp } from '../app.ts';
import type { App } from '../app-type.ts';
import type { Sent } from '../messages/messenger.ts';
import { startDispatcher } from '../messages/start-dispatcher.ts';
import { makeServiceKey } from '../service-keys/make-service-key.ts';
import { SCOPES } from '../service-keys/service-key.ts';

const REAL = { PIONEER_FLAG_MOCK_OTP_ENABLED: 'false' };

let numbers = 0;
/** A number of its own, in a block of numbers of its own. */
const newNumber = (): string => {
  numbers += 1;
  return `+9198${String(10_000_000 + numbers * 10_000)}`;
};

const keyWith = async ({ deps }: World, scopes: readonly ServiceScope[] = SCOPES) => {
  const { key, kept } = await makeServiceKey(deps, { actorId: null, name: 'Booking desk', scopes });
  return { id: kept.id, headers: { authorization: `Bearer ${key}` } };
};

type Headers = Record<string, string>;

const post = (app: App, path: string, headers: Headers, payload?: object) =>
  app.inject({ method: 'POST', url: `/api/v1/external/${path}`, headers, ...(payload ? { payload } : {}) });

const send = ({ app }: World, headers: Headers, payload: object, path = 'sms/otp') =>
  post(app, path, headers, payload);

const verify = ({ app }: World, headers: Headers, to: string, otp: string) =>
  post(app, 'otp/verify', headers, { to_phone: to, otp });

const statusOf = ({ app }: World, headers: Headers, id: string) =>
  app.inject({ url: `/api/v1/external/messages/${id}`, headers });

const wrong = (code: string): string => (code === '000000' ? '000001' : '000000');

const lastCode = ({ messenger }: World): string => codeIn(messenger.sent.at(-1));

describeOnBothDatabases(
  'codes for another system',
  (world) => {
    let headers: Headers;
    beforeEach(async () => {
      ({ headers } = await keyWith(world()));
      world().messenger.sent.length = 0;
    });
    afterEach(async () => {
      world().messenger.answer = null;
      await world().db.query('DELETE FROM otp_sends');
    });

    it.each([
      ['sms', 'sms/otp'],
      ['whatsapp', 'whatsapp/otp'],
    ])('by %s are made, sent word for word, and blanked in the answer', async (channel, path) => {
      const to = newNumber();
      const answer = await send(world(), headers, { to_phone: to }, path);
      expect(answer.statusCode, answer.body).toBe(200);
      const [message] = world().messenger.sent;
      const code = codeIn(message);
      expect(code).toMatch(/^\d{6}$/);
      expect(message).toMatchObject({
        to,
        channel,
        subject: null,
        text: `Your Anteroom verification code is: ${code}. Valid for 5 minutes.`,
        body: { kind: 'code', code, minutes: 5 },
      });
      expect(answer.json()).toEqual({
        success: true,
        data: {
          provider: 'recording',
          message_id: message?.id,
          status: 'sent',
          to,
          message: 'Your Anteroom verification code is: ••••••. Valid for 5 minutes.',
          mock: false,
        },
        message: 'OTP sent successfully',
      });
      expect(answer.body).not.toContain(code);
    });

    it('are right once, for the same key and number', async () => {
      const to = newNumber();
      await send(world(), headers, { to_phone: to });
      const code = lastCode(world());
      const other = await keyWith(world());
      for (const refused of [
        await verify(world(), other.headers, to, code),
        await verify(world(), headers, newNumber(), code),
        await verify(world(), headers, to, wrong(code)),
      ])
        expect(refused.json()).toMatchObject({
          status: 400,
          code: 'otp_invalid',
          error: 'Invalid or expired OTP',
        });
      const accepted = await verify(world(), headers, `${to.slice(0, 3)} ${to.slice(3)}`, code);
      expect(accepted.json()).toEqual({
        success: true,
        data: { valid: true, to },
        message: 'OTP verified successfully',
      });
      expect((await verify(world(), headers, to, code)).statusCode).toBe(400);
    });

    it('are kept apart for two keys that send to one number', async () => {
      const to = newNumber();
      const other = await keyWith(world());
      await send(world(), headers, { to_phone: to });
      const first = lastCode(world());
      await world().db.query('DELETE FROM otp_sends');
      await send(world(), other.headers, { to_phone: to });
      const second = lastCode(world());
      expect((await verify(world(), headers, to, first)).statusCode).toBe(200);
      expect((await verify(world(), other.headers, to, second)).statusCode).toBe(200);
    });

    it('are worth five tries, at once or one by one', async () => {
      const to = newNumber();
      await send(world(), headers, { to_phone: to });
      const code = lastCode(world());
      await Promise.all(Array.from({ length: 5 }, () => verify(world(), headers, to, wrong(code))));
      expect((await verify(world(), headers, to, code)).json()).toMatchObject({ code: 'otp_invalid' });
    });

    it('live five minutes, whatever the clinic’s own do', async () => {
      const to = newNumber();
      const seconds = async () =>
        (
          await world().db.query<{ seconds: number }>(
            `SELECT extract(epoch FROM expires_at - created_at)::integer AS seconds
             FROM otp_challenges ORDER BY id DESC LIMIT 1`,
          )
        )[0]?.seconds;
      await send(world(), headers, { to_phone: to });
      expect(await seconds()).toBe(300);
      await world().db.query(
        `UPDATE otp_challenges SET created_at = created_at - interval '5 minutes', expires_at = now()`,
      );
      expect((await verify(world(), headers, to, lastCode(world()))).statusCode).toBe(400);
    });

    it('of the other system’s own making are sent as they are, and stored nowhere', async () => {
      const to = newNumber();
      await send(world(), headers, { to_phone: to });
      const made = lastCode(world());
      await world().db.query('DELETE FROM otp_sends');
      const answer = await send(world(), headers, { to_phone: to, otp: 'aB3dE6' });
      expect(answer.json<ExternalOtpSent>().data.message).toBe(
        'Your Anteroom verification code is: ••••••. Valid for 5 minutes.',
      );
      expect(world().messenger.sent.at(-1)?.text).toBe(
        'Your Anteroom verification code is: aB3dE6. Valid for 5 minutes.',
      );
      expect((await verify(world(), headers, to, 'aB3dE6')).statusCode).toBe(400);
      // It voids none of ours.
      expect((await verify(world(), headers, to, made)).statusCode).toBe(200);
    });

    it('are asked for by body or by address, the body first, over WhatsApp', async () => {
      const [one, two, three] = [newNumber(), newNumber(), newNumber()];
      const ask = (query: string, payload?: object) =>
        post(world().app, `whatsapp/otp${query}`, headers, payload);
      expect((await ask(`?to_phone=${one}&otp=1234`)).statusCode).toBe(200);
      expect((await ask(`?to_phone=${encodeURIComponent(two)}`, { otp: '4321' })).statusCode).toBe(200);
      expect((await ask(`?to_phone=${one}&otp=1111`, { to_phone: three, otp: '2222' })).statusCode).toBe(200);
      expect(world().messenger.sent.map((message) => [message.to, codeIn(message)])).toEqual([
        [one, '1234'],
        [two, '4321'],
        [three, '2222'],
      ]);
    });

    it('need a key with the scope, before anything else of the request is judged', async () => {
      const routes: [ServiceScope, (given: Headers) => Promise<{ statusCode: number; body: string }>][] = [
        ['otp:send', (given) => post(world().app, 'sms/otp', given, { nonsense: true })],
        ['otp:send', (given) => post(world().app, 'whatsapp/otp', given)],
        ['otp:verify', (given) => post(world().app, 'otp/verify', given, { nonsense: true })],
        ['messages:read', (given) => statusOf(world(), given, 'x')],
      ];
      for (const [scope, ask] of routes) {
        expect(await ask({})).toMatchObject({ statusCode: 401 });
        const without = await keyWith(
          world(),
          SCOPES.filter((other) => other !== scope),
        );
        const refused = await ask(without.headers);
        expect(refused.statusCode).toBe(403);
        expect(JSON.parse(refused.body)).toMatchObject({ code: 'scope_missing' });
        const only = await keyWith(world(), [scope]);
        expect([400, 404]).toContain((await ask(only.headers)).statusCode);
      }
      expect(world().messenger.sent).toEqual([]);
    });

    it('go once a minute to one number, whoever asks and whoever made the code', async () => {
      const to = newNumber();
      const other = await keyWith(world());
      const answers = await Promise.all([
        ...Array.from({ length: 10 }, () => send(world(), headers, { to_phone: to })),
        ...Array.from({ length: 10 }, () => send(world(), other.headers, { to_phone: to, otp: '1234' })),
      ]);
      expect(answers.filter(({ statusCode }) => statusCode === 200).length).toBe(1);
      const late = answers.filter(({ statusCode }) => statusCode === 429);
      expect(late.length).toBe(19);
      for (const { headers: said } of late) expect(Number(said['retry-after'])).toBeGreaterThan(50);
      expect(world().messenger.sent.length).toBe(1);
    });

    it('that are refused by the provider are 502, void, and not counted', async () => {
      world().messenger.answer = { outcome: 'refused', fault: 'unreachable' };
      const to = newNumber();
      const answer = await send(world(), headers, { to_phone: to });
      expect(answer.json()).toMatchObject({ status: 502, code: 'send_failed', error: 'Failed to send OTP' });
      expect((await verify(world(), headers, to, lastCode(world()))).statusCode).toBe(400);
      world().messenger.answer = null;
      expect((await send(world(), headers, { to_phone: to })).statusCode).toBe(200);
    });

    it('tell how far their message came, with its history; the clinic’s own are not there', async () => {
      const sent = await send(world(), headers, { to_phone: newNumber() });
      const id = sent.json<ExternalOtpSent>().data.message_id;
      const answer = await statusOf(world(), headers, id);
      expect(answer.json()).toEqual({
        success: true,
        data: {
          message_id: id,
          channel: 'sms',
          provider: 'recording',
          status: 'sent',
          error: null,
          created_at: expect.any(String),
          history: [
            { status: 'queued', at: expect.any(String), fault: null },
            { status: 'sent', at: expect.any(String), fault: null },
          ],
        },
      });
      await world().db.query(`UPDATE messages SET kind = 'video_code' WHERE id = $1`, [id]);
      const absent = ['019a0000-0000-7000-8000-000000000000', 'mock_+919876543210_1', '%00'];
      for (const foreign of [id, ...absent])
        expect((await statusOf(world(), headers, foreign)).json()).toMatchObject({
          status: 404,
          code: 'not_found',
        });
    });

    it('leave a trail of which key had which message sent, without the number', async () => {
      const to = newNumber();
      const { id: keyId, headers: own } = await keyWith(world());
      const sent = await send(world(), own, { to_phone: to });
      const deeds = await world().db.query(
        `SELECT actor_id, action, details FROM audit_entries WHERE subject_id = $1`,
        [sent.json<ExternalOtpSent>().data.message_id],
      );
      expect(deeds).toEqual([
        { actor_id: null, action: 'external.send', details: { service_key: keyId, channel: 'sms' } },
      ]);
    });

    it('go nowhere where no provider is configured for their way', async () => {
      const mail = { ...recordingMessenger(), channels: ['email' as const] };
      const dispatcher = startDispatcher(world().deps, [mail]);
      const app = await createApp({ ...world().deps, dispatcher }, null);
      const to_phone = newNumber();
      const ask = (path: string) => post(app, path, headers, { to_phone });
      expect((await ask('sms/otp')).json()).toMatchObject({
        status: 500,
        code: 'not_configured',
        error: 'Twilio not configured',
      });
      expect((await ask('whatsapp/otp')).json()).toMatchObject({
        code: 'not_configured',
        error: 'WhatsApp not configured',
      });
      await app.close();
      await dispatcher.close();
    });

    it('are queued where the provider has said nothing in four seconds', async () => {
      const answer = Promise.withResolvers<Sent>();
      const slow = { ...recordingMessenger(), name: 'slow', send: () => answer.promise };
      const dispatcher = startDispatcher(world().deps, [slow]);
      const app = await createApp({ ...world().deps, dispatcher }, null);
      const sent = await post(app, 'sms/otp', headers, { to_phone: newNumber() });
      expect(sent.json()).toMatchObject({ success: true, data: { provider: 'slow', status: 'queued' } });
      answer.resolve({ outcome: 'accepted', providerId: 'late', status: 'sent' });
      await app.close();
      await dispatcher.close();
    });
  },
  REAL,
);

describeOnBothDatabases(
  'codes for another system, and what they may cost',
  (world) => {
    const ask = async (headers: Headers, to_phone: string) =>
      (await send(world(), headers, { to_phone })).statusCode;
    afterEach(() => world().db.query('DELETE FROM otp_sends'));

    it('are ten times as many for a key as for an address, and each key has its own', async () => {
      const [one, other] = [await keyWith(world()), await keyWith(world())];
      const statuses: number[] = [];
      for (let index = 0; index < 21; index += 1) statuses.push(await ask(one.headers, newNumber()));
      expect(statuses.filter((status) => status === 200).length).toBe(20);
      expect(statuses.at(-1)).toBe(429);
      expect(await ask(other.headers, newNumber())).toBe(200);
    });

    it('keep to what one prefix and a day may cost', async () => {
      const { headers } = await keyWith(world());
      const block = newNumber().slice(0, -4);
      const statuses: number[] = [];
      for (let index = 0; index < 5; index += 1)
        statuses.push(await ask(headers, `${block}${String(index).padStart(4, '0')}`));
      expect(statuses).toEqual([200, 200, 200, 429, 429]);
      const blocked = await world().db.query('SELECT DISTINCT reason FROM otp_blocks ORDER BY reason');
      expect(blocked).toContainEqual({ reason: 'prefix_limit' });
    });

    it('go to the countries that are served alone', async () => {
      const { headers } = await keyWith(world());
      const refused = await send(world(), headers, { to_phone: '+12015550123' });
      expect(refused.json()).toMatchObject({ status: 403, code: 'country_refused' });
      const own = await send(world(), headers, { to_phone: '+12015550123', otp: '1234' });
      expect(own.json()).toMatchObject({ code: 'country_refused' });
    });
  },
  {
    ...REAL,
    OTP_COUNTRIES: 'IN',
    OTP_SENDS_PER_ADDRESS_HOUR: '2',
    OTP_SENDS_PER_PREFIX_HOUR: '3',
  },
);
