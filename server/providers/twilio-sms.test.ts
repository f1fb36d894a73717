import { once } from 'node:events';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contractsOrSkip } from '../../test/vendors/contracts.ts';
import { describeMessenger } from '../../test/vendors/messenger-suite.ts';
import { startTwilioFake, type TwilioFake } from '../../test/vendors/twilio-fake.ts';
import { codeMessage } from '../../test/vendors/twilio-message.ts';
import { ACCOUNT, STATUS_CALLBACK, twilioConfig, twilioWorld } from '../../test/vendors/twilio-world.ts';
import type { Webhook } from '../messages/receipts.ts';
import { twilioSms } from './twilio-sms.ts';
import { twilioWebhooks } from './twilio-webhooks.ts';

const REFUSALS = {
  21211: 'address_invalid',
  21614: 'address_invalid',
  21610: 'opted_out',
  21408: 'country_refused',
  21612: 'unreachable',
  30007: 'blocked',
  21617: 'content_refused',
  21606: 'not_configured',
  20003: 'credentials_refused',
  20005: 'account_suspended',
  29999: 'blocked',
} as const;

const signal = AbortSignal.timeout(60_000);
const options = { statusCallback: STATUS_CALLBACK };

contractsOrSkip('Twilio SMS', () => {
  describeMessenger('twilio sms', () => twilioWorld(REFUSALS, {}, (config) => twilioSms(config, options)));

  describe('an SMS over Twilio', () => {
    let fake: TwilioFake;
    beforeAll(async () => {
      fake = await startTwilioFake(ACCOUNT);
    });
    afterAll(async () => {
      await fake.stop();
      expect(fake.violations).toEqual([]);
    });

    it('comes from the number, says where receipts go, and is not delivered after the code’s life', async () => {
      const message = codeMessage({ body: { kind: 'code', code: '918273', minutes: 7 } });
      const sent = await twilioSms(twilioConfig(fake.url), options).send(message, signal);
      expect(sent).toMatchObject({ outcome: 'accepted', status: 'queued' });
      expect(fake.sent.at(-1)).toMatchObject({
        to: message.to,
        from: '+15005550006',
        messagingServiceSid: null,
        text: message.text,
        validityPeriod: 420,
      });
      expect(fake.sent.at(-1)?.statusCallback?.href).toBe(
        `${STATUS_CALLBACK.href}?delivery=${message.id}#rc=5&rp=5xx,ct,rt`,
      );
    });

    it('has no end of life where it carries no code', async () => {
      await twilioSms(twilioConfig(fake.url), options).send(
        codeMessage({ body: { kind: 'notice' } }),
        signal,
      );
      expect(fake.sent.at(-1)).toMatchObject({ validityPeriod: null });
    });

    it('comes from the messaging service where there is one', async () => {
      const messagingServiceSid = `MG${'2c'.repeat(16)}`;
      const config = twilioConfig(fake.url, { smsFrom: { messagingServiceSid } });
      await twilioSms(config, options).send(codeMessage(), signal);
      expect(fake.sent.at(-1)).toMatchObject({ from: null, messagingServiceSid });
    });

    it('is refused where nothing is configured to send it from', async () => {
      const config = twilioConfig(fake.url, { smsFrom: null });
      const sent = await twilioSms(config, options).send(codeMessage(), signal);
      expect(sent).toEqual({ outcome: 'refused', fault: 'not_configured' });
    });

    it('is told apart from an older one with the same words, and from one to another number', async () => {
      const messenger = twilioSms(twilioConfig(fake.url), options);
      const notice = {
        body: { kind: 'notice' },
        text: 'Your number was changed.',
        to: '+14155550188',
      } as const;
      await messenger.send(codeMessage(notice), signal);
      const later = codeMessage({ ...notice, id: '0fffffff-ffff-7000-8000-000000000000' });
      expect(await messenger.find(later, signal)).toEqual({ found: 'absent' });
      expect(await messenger.find(codeMessage({ ...notice, to: '+14155550199' }), signal)).toEqual({
        found: 'absent',
      });
      expect(await messenger.find(codeMessage(notice), signal)).toMatchObject({ found: 'taken' });
    });

    it('has receipts that name it, by the vendor’s id and by ours', async () => {
      const received: (Webhook | null)[] = [];
      const server = createServer(async (request, response) => {
        const { headers } = request;
        const url = new URL(request.url ?? '/', STATUS_CALLBACK);
        received.push(twilioWebhooks(ACCOUNT).read({ headers, url, body: await buffer(request) }));
        response.writeHead(204).end();
      });
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const message = codeMessage();
      const sent = await twilioSms(twilioConfig(fake.url), options).send(message, signal);
      const providerId = sent.outcome === 'accepted' ? sent.providerId : '';
      const at = server.address();
      const via = new URL(`http://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}`);
      await fake.callback(providerId, { MessageStatus: 'delivered', RawDlrDoneDate: '2603021000' }, via);
      server.close();
      expect(received).toEqual([
        {
          receipts: [
            {
              provider: 'twilio',
              providerId,
              messageId: message.id,
              status: 'delivered',
              fault: null,
              at: null,
            },
          ],
          inbound: [],
        },
      ]);
    });

    it('goes without receipts where the vendor will not post to us', async () => {
      fake.behave({ as: 'refuse-callbacks' });
      const before = fake.sent.length;
      const sent = await twilioSms(twilioConfig(fake.url), options).send(codeMessage(), signal);
      expect(sent).toMatchObject({ outcome: 'accepted' });
      expect(fake.sent.slice(before)).toMatchObject([{ statusCallback: null }]);
      fake.behave({ as: 'usual' });
    });

    it('is taken for unknown when a gateway lost it, or the answer is JSON and no message', async () => {
      const messenger = twilioSms(twilioConfig(fake.url), options);
      for (const status of [502, 504]) {
        fake.behave({ as: 'refuse', status, code: 20500 });
        expect(await messenger.send(codeMessage(), signal)).toEqual({ outcome: 'unknown' });
      }
      for (const body of ['{}', '[]', 'null', '"ok"', '{"sid":"CA00"}', '']) {
        fake.behave({ as: 'garbage', body });
        expect(await messenger.send(codeMessage(), signal), body).toEqual({ outcome: 'unknown' });
        if (body !== '{"sid":"CA00"}') {
          expect(await messenger.find(codeMessage(), signal), body).toEqual({ found: 'untold' });
        }
      }
      fake.behave({ as: 'usual' });
    });
  });
});
