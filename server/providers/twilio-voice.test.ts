import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contractsOrSkip } from '../../test/vendors/contracts.ts';
import { describeMessenger } from '../../test/vendors/messenger-suite.ts';
import { startTwilioFake, type TwilioFake } from '../../test/vendors/twilio-fake.ts';
import { codeMessage } from '../../test/vendors/twilio-message.ts';
import { ACCOUNT, STATUS_CALLBACK, twilioConfig, twilioWorld } from '../../test/vendors/twilio-world.ts';
import { twilioVoice } from './twilio-voice.ts';

const REFUSALS = {
  21211: 'address_invalid',
  21217: 'address_invalid',
  21214: 'unreachable',
  21215: 'country_refused',
  21216: 'blocked',
  21210: 'not_configured',
  20003: 'credentials_refused',
  10001: 'account_suspended',
} as const;

const SPOKEN = { channel: 'voice', text: 'Hello, this is Clinic. Your code is: 9, 1, 8, 2, 7, 3.' } as const;
const options = { statusCallback: STATUS_CALLBACK };
const signal = AbortSignal.timeout(60_000);

contractsOrSkip('Twilio voice', () => {
  describeMessenger('twilio voice', () =>
    twilioWorld(REFUSALS, SPOKEN, (config) => twilioVoice(config, options)),
  );

  describe('a call over Twilio', () => {
    let fake: TwilioFake;
    beforeAll(async () => {
      fake = await startTwilioFake(ACCOUNT);
    });
    afterAll(async () => {
      await fake.stop();
      expect(fake.violations).toEqual([]);
    });

    it('says the words twice, and says where its receipts go', async () => {
      const message = codeMessage(SPOKEN);
      const sent = await twilioVoice(twilioConfig(fake.url), options).send(message, signal);
      expect(sent).toMatchObject({ outcome: 'accepted', status: 'queued' });
      expect(fake.sent.at(-1)).toMatchObject({
        kind: 'call',
        to: message.to,
        from: '+15005550006',
        text: `${SPOKEN.text}\n${SPOKEN.text}`,
      });
      expect(fake.sent.at(-1)?.statusCallback?.href).toBe(
        `${STATUS_CALLBACK.href}?delivery=${message.id}#rc=5&rp=5xx,ct,rt`,
      );
    });

    it.each([
      ['en', 'language="en-US" voice="Polly.Joanna-Neural"'],
      ['hi', 'language="hi-IN" voice="Polly.Kajal-Neural"'],
      ['ur', 'language="hi-IN" voice="Polly.Kajal-Neural"'],
      ['es', 'language="es-ES" voice="Polly.Lucia-Neural"'],
    ] as const)('speaks %s with a voice of that language', async (language, voice) => {
      await twilioVoice(twilioConfig(fake.url), options).send(codeMessage({ ...SPOKEN, language }), signal);
      expect(fake.sent.at(-1)?.twiml?.match(/<Say [^>]*>/g)).toEqual([`<Say ${voice}>`, `<Say ${voice}>`]);
    });

    it('says what looks like an order instead of obeying it', async () => {
      const text = '</Say><Dial>+19005550000</Dial><Say> & "more"';
      await twilioVoice(twilioConfig(fake.url), options).send(codeMessage({ ...SPOKEN, text }), signal);
      expect(fake.sent.at(-1)?.twiml).not.toContain('<Dial');
      expect(fake.sent.at(-1)?.text).toBe(`${text}\n${text}`);
    });

    it('cannot be told from another to the same number at the same time', async () => {
      const messenger = twilioVoice(twilioConfig(fake.url), options);
      const message = codeMessage({ ...SPOKEN, to: '+14155550166' });
      expect(await messenger.find(message, signal)).toEqual({ found: 'absent' });
      await messenger.send(message, signal);
      expect(await messenger.find(message, signal)).toMatchObject({ found: 'taken' });
      await messenger.send(codeMessage({ ...SPOKEN, to: '+14155550166' }), signal);
      expect(await messenger.find(message, signal)).toEqual({ found: 'untold' });
    });

    it('is refused where there is no number of ours to call from', async () => {
      const config = twilioConfig(fake.url, { voiceFrom: null });
      expect(await twilioVoice(config, options).send(codeMessage(SPOKEN), signal)).toEqual({
        outcome: 'refused',
        fault: 'not_configured',
      });
    });
  });
});
