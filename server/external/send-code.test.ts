import { expect, it } from 'vitest';
import type { ExternalOtpSent } from '../../contract/external.ts';
import { codeIn, describeOnBothDatabases, recordingMessenger } from '../../test/harness.ts';
import {
  headersOfNewKey,
  keyWith,
  lastCode,
  numberInOwnBlock,
  postExternal,
  REAL,
  sendExternal,
  verifyExternal,
} from '../../test/other-system.ts';
import { createApp } from '../app.ts';
import type { Sent } from '../messages/messenger.ts';
import { startDispatcher } from '../messages/start-dispatcher.ts';

describeOnBothDatabases(
  'codes for another system',
  (world) => {
    const headers = headersOfNewKey(world);

    it.each([
      ['sms', 'sms/otp'],
      ['whatsapp', 'whatsapp/otp'],
    ])('by %s are made, sent word for word, and blanked in the answer', async (channel, path) => {
      const to = numberInOwnBlock();
      const answer = await sendExternal(world(), headers, { to_phone: to }, path);
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

    it('of the other system’s own making are sent as they are, and stored nowhere', async () => {
      const to = numberInOwnBlock();
      await sendExternal(world(), headers, { to_phone: to });
      const made = lastCode(world());
      await world().db.query('DELETE FROM otp_sends');
      const answer = await sendExternal(world(), headers, { to_phone: to, otp: 'aB3dE6' });
      expect(answer.json<ExternalOtpSent>().data.message).toBe(
        'Your Anteroom verification code is: ••••••. Valid for 5 minutes.',
      );
      expect(world().messenger.sent.at(-1)?.text).toBe(
        'Your Anteroom verification code is: aB3dE6. Valid for 5 minutes.',
      );
      expect((await verifyExternal(world(), headers, to, 'aB3dE6')).statusCode).toBe(400);
      // It voids none of ours.
      expect((await verifyExternal(world(), headers, to, made)).statusCode).toBe(200);
    });

    it('that are refused by the provider are 502, void, and not counted', async () => {
      world().messenger.answer = { outcome: 'refused', fault: 'unreachable' };
      const to = numberInOwnBlock();
      const answer = await sendExternal(world(), headers, { to_phone: to });
      expect(answer.json()).toMatchObject({ status: 502, code: 'send_failed', error: 'Failed to send OTP' });
      expect((await verifyExternal(world(), headers, to, lastCode(world()))).statusCode).toBe(400);
      world().messenger.answer = null;
      expect((await sendExternal(world(), headers, { to_phone: to })).statusCode).toBe(200);
    });

    it('leave a trail of which key had which message sent, without the number', async () => {
      const to = numberInOwnBlock();
      const { id: keyId, headers: own } = await keyWith(world());
      const sent = await sendExternal(world(), own, { to_phone: to });
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
      const to_phone = numberInOwnBlock();
      const ask = (path: string) => postExternal(app, path, headers, { to_phone });
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
      const sent = await postExternal(app, 'sms/otp', headers, { to_phone: numberInOwnBlock() });
      expect(sent.json()).toMatchObject({ success: true, data: { provider: 'slow', status: 'queued' } });
      answer.resolve({ outcome: 'accepted', providerId: 'late', status: 'sent' });
      await app.close();
      await dispatcher.close();
    });
  },
  REAL,
);
