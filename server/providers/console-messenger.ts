import type { Channel } from '../../contract/primitives.ts';
import type { InboxEntry, InboxReader } from '../messages/inbox.ts';
import type { Message, Messenger } from '../messages/messenger.ts';

const KEPT = 200;

/** What the messenger prints on; a terminal in life, a list in tests. */
export type PrintLine = (line: string) => void;

/** Shows messages instead of sending them: on the terminal and, the newest two hundred, on the inbox page. */
export const consoleMessenger = (
  print: PrintLine,
  now: () => Date,
  channels: readonly Channel[] = ['sms', 'whatsapp', 'email', 'voice'],
): Messenger & { inbox: InboxReader } => {
  const entries: InboxEntry[] = [];
  return {
    name: 'console',
    channels,
    inbox: { newestFirst: () => entries },
    find: async () => ({ found: 'absent' }),
    send: async (message: Message) => {
      entries.unshift({ ...message, at: now() });
      entries.length = Math.min(entries.length, KEPT);
      print(`[${message.channel} to ${message.to}] ${message.text}`);
      return { outcome: 'accepted', providerId: message.id, status: 'sent' };
    },
  };
};
