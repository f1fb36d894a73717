import { expect } from 'vitest';
import type { TwilioConfig } from '../../server/message-config.ts';
import type { Message, Messenger } from '../../server/messages/messenger.ts';
import type { MessengerWorld } from './messenger-suite.ts';
import { startTwilioFake, type TwilioFake } from './twilio-fake.ts';
import { codeMessage } from './twilio-message.ts';
import type { TwilioBehaviour } from './twilio-vendor.ts';

export const ACCOUNT = { accountSid: `AC${'0a'.repeat(16)}`, authToken: 'token that only the vendor knows' };
export const STATUS_CALLBACK = new URL('https://visits.clinic.test/webhooks/twilio/messages');

/** As an operator would configure it, all three hosts on one stand-in. */
export const twilioConfig = (url: URL, over: Partial<TwilioConfig> = {}): TwilioConfig => ({
  ...ACCOUNT,
  apiUrl: url,
  verifyUrl: url,
  videoUrl: url,
  smsFrom: { number: '+15005550006' },
  voiceFrom: '+15005550006',
  verifyEngineSid: `VA${'1b'.repeat(16)}`,
  ...over,
});

type Refusals = MessengerWorld['scenario']['refusals'];
type Fault = Refusals[number]['fault'];

/** What a messenger of this vendor is asked, whatever it carries. */
export const twilioWorld = async (
  refusals: Readonly<Record<number, Fault>>,
  over: Partial<Message>,
  messengerOf: (config: TwilioConfig) => Messenger,
): Promise<MessengerWorld & { fake: TwilioFake }> => {
  const fake = await startTwilioFake(ACCOUNT);
  const as = (behaviour: TwilioBehaviour) => () => fake.behave(behaviour);
  return {
    fake,
    messenger: messengerOf(twilioConfig(fake.url)),
    message: (more) => codeMessage({ ...over, ...more }),
    sentTexts: () => fake.sent.map(({ text }) => text),
    scenario: {
      accept: as({ as: 'usual' }),
      refusals: Object.entries(refusals).map(([code, fault]) => ({
        name: code,
        arrange: as({
          as: 'refuse',
          status: fault === 'credentials_refused' ? 401 : 400,
          code: Number(code),
        }),
        fault,
      })),
      rateLimited: (seconds) => fake.behave({ as: 'refuse', status: 429, code: 20429, retryAfter: seconds }),
      fail500: as({ as: 'refuse', status: 500, code: 20500 }),
      hang: as({ as: 'hang' }),
      reset: as({ as: 'reset' }),
      garbage: as({ as: 'garbage' }),
      takenUnanswered: as({ as: 'lost-answer' }),
    },
    stop: async () => {
      await fake.stop();
      expect(fake.violations).toEqual([]);
    },
  };
};
