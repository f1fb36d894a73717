import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PEOPLE, demoEmail } from '../../server/seed/demo-people.ts';
import { freePort } from '../set-up/postgres-place.ts';
import { tells } from '../tells.ts';
import { contractsOrSkip } from '../vendors/contracts.ts';
import { type SmtpFake, startSmtpFake } from '../vendors/smtp-fake.ts';
import { startTwilioFake, type TwilioFake } from '../vendors/twilio-fake.ts';
import { type ApiClient, call, clientFor, listAt, textAt } from './api-client.ts';
import { madeFolder } from './made-folder.ts';
import { type ServerProcess, startServer } from './running-server.ts';

const ACCOUNT = { accountSid: `AC${'0a'.repeat(16)}`, authToken: 'planted token of the vendor' };
const SENDER = '+14155550100';

const phoneOf = (name: 'doctor' | 'patient'): string => DEMO_PEOPLE[name].phone ?? '';

const codeIn = (text: string | undefined): string => /\b\d{6}\b/.exec(text ?? '')?.[0] ?? '';

contractsOrSkip('messages of a whole clinic', () => {
  describe('a clinic with a provider for SMS and a mail server', () => {
    const folder = madeFolder();
    const planted: string[] = [ACCOUNT.authToken];
    let twilio: TwilioFake;
    let smtp: SmtpFake;
    let server: ServerProcess;
    let visit: string;

    beforeAll(async () => {
      [twilio, smtp] = await Promise.all([startTwilioFake(ACCOUNT), startSmtpFake()]);
      const authority = join(folder.path, 'authority.pem');
      writeFileSync(authority, smtp.ca);
      const port = await freePort();
      server = await startServer({
        port,
        env: {
          DATA_DIR: join(folder.path, 'data'),
          LOG_LEVEL: 'trace',
          PUBLIC_URL: `http://127.0.0.1:${port}`,
          SMS_PROVIDER: 'twilio',
          TWILIO_ACCOUNT_SID: ACCOUNT.accountSid,
          TWILIO_AUTH_TOKEN: ACCOUNT.authToken,
          TWILIO_FROM_NUMBER: SENDER,
          TWILIO_API_URL: twilio.url.href,
          TWILIO_VERIFY_URL: twilio.url.href,
          SMTP_URL: smtp.url.href,
          MAIL_FROM: 'Clinic <visits@clinic.test>',
          NODE_EXTRA_CA_CERTS: authority,
        },
      });
    });
    afterAll(async () => {
      await server?.kill('SIGKILL');
      await Promise.all([twilio?.stop(), smtp?.stop()]);
      folder.remove();
    });

    const signIn = async (name: 'doctor' | 'patient'): Promise<ApiClient> => {
      const client = await clientFor(server.url, name);
      planted.push(client.token, phoneOf(name), demoEmail(name), DEMO_PEOPLE[name].lastName);
      const listed = await client.mustGet('/api/appointments?scope=upcoming');
      visit = textAt(
        listAt(listed.body, 'appointments').find(({ can_join: now }) => now === true) ?? {},
        'id',
      );
      return client;
    };
    const sendCode = (client: ApiClient) => client.request('POST', `/appointments/${visit}/send-video-otp`);
    const enter = (client: ApiClient, name: 'doctor' | 'patient', code: string) =>
      client.request('POST', `/appointments/${visit}/verify-video-otp`, {
        contact_number: phoneOf(name),
        otp_code: code,
      });
    const stateOf = async (client: ApiClient, id: string) =>
      textAt((await client.mustGet(`/api/deliveries/${id}`)).body, 'status');

    it('sends the code by SMS, and believes the provider’s receipts, forward only', async () => {
      const patient = await signIn('patient');
      const answer = await sendCode(patient);
      expect(answer).toMatchObject({ status: 200, body: { channel: 'sms' } });
      const id = textAt(answer?.body ?? {}, 'delivery_id');
      const [taken] = twilio.sent;
      expect(taken).toMatchObject({ kind: 'message', to: phoneOf('patient'), from: SENDER });
      const code = codeIn(taken?.text);
      planted.push(code);
      const tell = (status: string) => twilio.callback(taken?.sid ?? '', { MessageStatus: status });
      expect((await tell('delivered')).ok).toBe(true);
      expect(await stateOf(patient, id)).toBe('delivered');
      expect((await tell('sent')).ok).toBe(true);
      expect(await stateOf(patient, id)).toBe('delivered');
      expect(await enter(patient, 'patient', code)).toMatchObject({ status: 200 });
    });

    it('believes nobody else about a message', async () => {
      const forged = await fetch(`${server.url}/webhooks/twilio/messages`, {
        method: 'POST',
        headers: { 'x-twilio-signature': 'Zm9yZ2Vk' },
        body: new URLSearchParams({ MessageSid: twilio.sent[0]?.sid ?? '', MessageStatus: 'failed' }),
      });
      expect(forged.status).toBe(403);
    });

    it('sends the code by e-mail where the SMS is refused, and that code opens the door', async () => {
      twilio.behave({ as: 'refuse', status: 400, code: 21211 }, phoneOf('doctor'));
      const doctor = await signIn('doctor');
      const answer = await sendCode(doctor);
      expect(answer).toMatchObject({ status: 200, body: { channel: 'email' } });
      const mail = smtp.taken.at(-1);
      expect(mail?.to).toEqual([demoEmail('doctor')]);
      expect(mail?.secure).toBe(true);
      const code = codeIn(mail?.mail.text);
      planted.push(code);
      expect(await enter(doctor, 'doctor', code)).toMatchObject({ status: 200 });
      const admin = await clientFor(server.url, 'admin');
      planted.push(admin.token);
      const log = await admin.mustGet('/api/admin/deliveries');
      expect(listAt(log.body, 'deliveries')).toMatchObject([
        { channel: 'email', provider: 'smtp', status: 'sent', person: { last_name: expect.any(String) } },
        { channel: 'sms', provider: 'twilio', status: 'failed', fault: 'address_invalid' },
        { channel: 'sms', provider: 'twilio', status: 'delivered' },
      ]);
    });

    it('asked the provider nothing that its own description does not know', () => {
      expect(twilio.violations).toEqual([]);
    });

    it('shows no inbox for what really leaves, and the health of all of it', async () => {
      expect((await call(server.url, 'GET', '/dev/inbox.json')).status).toBe(404);
      expect((await call(server.url, 'GET', '/readyz')).status).toBe(200);
    });

    it('wrote nothing of it into its log: no code, token, number or address', () => {
      // The start of a demo clinic prints its sign-ins; every line after is JSON.
      const said = server
        .output()
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .join('\n');
      expect(said.length).toBeGreaterThan(1_000);
      for (const secret of planted.filter((text) => text.length > 3))
        expect(tells(said, secret), secret).toBe(false);
    });
  });
});
