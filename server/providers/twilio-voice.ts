import twilio from 'twilio';
import type { Locale } from '../../contract/primitives.ts';
import type { TwilioConfig } from '../message-config.ts';
import type { Found, Message, Messenger } from '../messages/messenger.ts';
import { madeAt } from './made-at.ts';
import { type AskTwilio, twilioClient } from './twilio-client.ts';
import { sentBy } from './twilio-faults.ts';
import { askWithReceipts, type TwilioReceipts } from './twilio-receipts.ts';

const { VoiceResponse } = twilio.twiml;
type Spoken = NonNullable<Parameters<InstanceType<typeof VoiceResponse>['say']>[0]>;

const SID = /^CA[0-9a-fA-F]{32}$/;
/** Rings this long, in seconds: most mailboxes answer later, and a code has no business in one. */
const RING_SECONDS = 20;
/** What is said twice takes half a minute; a call that is not hung up must not cost on, in seconds. */
const LONGEST_SECONDS = 120;
/** What is told of a call; left to itself, the vendor tells of its end alone. */
const STEPS = ['initiated', 'ringing', 'answered', 'completed'];
const PAUSE_SECONDS = 1;
const LOOKED_AT = 5;
const CLOCKS_APART_MS = 30_000;

/**
 * Who speaks. Voice and language are named together, since the account's own default voice may not know the
 * language, and then nothing is said at all (twilio.com/docs/voice/twiml/say).
 * There is no voice for Urdu. Spoken, Urdu and Hindi are one language as far as a code goes, so the Hindi
 * voice says it; an Arabic one would read the letters and say the digits in Arabic. It reads Devanagari, and
 * not Arabic script, so what is to be said in Urdu has to be written in that.
 */
const VOICES: Record<Locale, Spoken> = {
  en: { language: 'en-US', voice: 'Polly.Joanna-Neural' },
  hi: { language: 'hi-IN', voice: 'Polly.Kajal-Neural' },
  ur: { language: 'hi-IN', voice: 'Polly.Kajal-Neural' },
  es: { language: 'es-ES', voice: 'Polly.Lucia-Neural' },
};

/** The text twice, as the SDK writes it: whatever stands in it is said, never obeyed. */
const script = ({ language, text }: Message): string => {
  const response = new VoiceResponse();
  response.pause({ length: PAUSE_SECONDS });
  response.say(VOICES[language], text);
  response.pause({ length: PAUSE_SECONDS });
  response.say(VOICES[language], text);
  return response.toString();
};

/** A call shows no words afterwards: it is this one if it is the only one to the number since. */
const look = async (ask: AskTwilio, message: Message, signal: AbortSignal): Promise<Found> => {
  const since = madeAt(message.id).getTime() - CLOCKS_APART_MS;
  const asked = await ask(async ({ calls }) => {
    const newest = await calls.list({ to: message.to, pageSize: LOOKED_AT, limit: LOOKED_AT });
    return newest.filter(({ sid, dateCreated }) => SID.test(sid) && !(dateCreated.getTime() < since));
  }, signal);
  if (asked.asked !== 'answered' || asked.value.length > 1) return { found: 'untold' };
  const [call] = asked.value;
  if (!call) return { found: 'absent' };
  return { found: 'taken', providerId: call.sid, status: call.status === 'queued' ? 'queued' : 'sent' };
};

/** Calls over Twilio that say a message twice, in the person's language. */
export const twilioVoice = (config: TwilioConfig, receipts: TwilioReceipts): Messenger => {
  const ask = twilioClient(config);
  return {
    name: 'twilio',
    channels: ['voice'],
    send: async (message, signal) => {
      const { voiceFrom: from } = config;
      if (message.channel !== 'voice' || !from) return { outcome: 'refused', fault: 'not_configured' };
      const call = {
        to: message.to,
        from,
        twiml: script(message),
        timeout: RING_SECONDS,
        timeLimit: LONGEST_SECONDS,
        statusCallbackEvent: STEPS,
      };
      const asked = await askWithReceipts(receipts, message, (callback) =>
        ask(({ calls }) => calls.create({ ...call, ...callback }), signal),
      );
      return sentBy(asked, ({ sid, status }) =>
        SID.test(sid)
          ? { outcome: 'accepted', providerId: sid, status: status === 'queued' ? 'queued' : 'sent' }
          : null,
      );
    },
    find: (message, signal) => look(ask, message, signal),
  };
};
