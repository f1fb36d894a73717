import { v7 as uuidv7 } from 'uuid';
import type { Message } from '../../server/messages/messenger.ts';

/** A fresh message with the same planted code, words and number every time. */
export const codeMessage = (over: Partial<Message> = {}): Message => ({
  id: uuidv7(),
  channel: 'sms',
  to: '+14155550173',
  language: 'en',
  subject: null,
  text: '918273 is your Clinic & Co code for <your> visit.',
  body: { kind: 'code', code: '918273', minutes: 10 },
  ...over,
});
