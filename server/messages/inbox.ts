import type { Message } from './messenger.ts';

export interface InboxEntry extends Message {
  at: Date;
}

/** Messages that were shown here instead of sent, newest first. */
export interface InboxReader {
  newestFirst: () => readonly InboxEntry[];
}
