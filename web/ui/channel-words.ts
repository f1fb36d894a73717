import type { Channel } from '../../contract/primitives.ts';

/** The ways a message travels, in the order in which they are offered. */
export const CHANNEL_WORDS: Record<Channel, string> = {
  sms: 'Text message',
  whatsapp: 'WhatsApp',
  email: 'E-mail',
  voice: 'Phone call',
};
