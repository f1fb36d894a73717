import type { TwilioConfig } from '../message-config.ts';
import type { Found, Message, Messenger } from '../messages/messenger.ts';
import { madeAt } from './made-at.ts';
import { type AskTwilio, twilioClient } from './twilio-client.ts';
import { sentBy } from './twilio-faults.ts';
import { askWithReceipts, type TwilioReceipts } from './twilio-receipts.ts';

const SID = /^(SM|MM)[0-9a-fA-F]{32}$/;
/** How many of the newest messages to a number are looked through. */
const LOOKED_AT = 20;
/** The vendor keeps whole seconds, and its clock is not ours. */
const CLOCKS_APART_MS = 60_000;
/** States in which the vendor has not yet handed the message on. */
const WAITING: readonly string[] = ['accepted', 'scheduled', 'queued', 'sending'];

const senderOf = (from: NonNullable<TwilioConfig['smsFrom']>) =>
  'number' in from ? { from: from.number } : { messagingServiceSid: from.messagingServiceSid };

/** A code is only that number's for a while, so it tells messages apart even where their words were re-encoded. */
const isThis = (message: Message, body: string): boolean =>
  body === message.text || (message.body.kind === 'code' && body.includes(message.body.code));

/**
 * Whether the vendor has the message after all. It has no idempotency key, so the newest messages to the
 * number are compared with this one, in memory. Not by `DateSent`, which one that still waits has not got.
 */
const look = async (ask: AskTwilio, message: Message, signal: AbortSignal): Promise<Found> => {
  const since = madeAt(message.id).getTime() - CLOCKS_APART_MS;
  const asked = await ask(async ({ messages }) => {
    const newest = await messages.list({ to: message.to, pageSize: LOOKED_AT, limit: LOOKED_AT });
    return newest.find(
      ({ sid, body, dateCreated }) =>
        SID.test(sid) && !(dateCreated.getTime() < since) && isThis(message, body ?? ''),
    );
  }, signal);
  if (asked.asked !== 'answered') return { found: 'untold' };
  const { value: taken } = asked;
  if (!taken) return { found: 'absent' };
  return {
    found: 'taken',
    providerId: taken.sid,
    status: WAITING.includes(taken.status) ? 'queued' : 'sent',
  };
};

/** SMS over Twilio's Messages API. A messaging service wins over a number as the sender. */
export const twilioSms = (config: TwilioConfig, receipts: TwilioReceipts): Messenger => {
  const ask = twilioClient(config);
  return {
    name: 'twilio',
    channels: ['sms'],
    send: async (message, signal) => {
      const { smsFrom } = config;
      if (message.channel !== 'sms' || !smsFrom) return { outcome: 'refused', fault: 'not_configured' };
      const { to, text, body } = message;
      const words = {
        to,
        body: text,
        ...senderOf(smsFrom),
        ...(body.kind === 'code' ? { validityPeriod: body.minutes * 60 } : {}),
      };
      const asked = await askWithReceipts(receipts, message, (callback) =>
        ask(({ messages }) => messages.create({ ...words, ...callback }), signal),
      );
      return sentBy(asked, ({ sid, status }) =>
        SID.test(sid)
          ? { outcome: 'accepted', providerId: sid, status: WAITING.includes(status) ? 'queued' : 'sent' }
          : null,
      );
    },
    find: (message, signal) => look(ask, message, signal),
  };
};
