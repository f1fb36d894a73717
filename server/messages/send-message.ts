import { v7 as uuidv7 } from 'uuid';
import type { Deps } from '../deps.ts';
import type { Message, Sent } from './messenger.ts';

/** A request waits this long for a provider's word, in milliseconds; after that the message is on its way. */
const PATIENCE_MS = 4_000;

/** The provider itself is given up on after this long. */
const GIVE_UP_MS = 15_000;

/** `pending`: no word yet; the provider may still take it. */
export type Outcome = Sent | { accepted: 'pending' };

/** Sends one message and waits a little for the provider's word. Never throws for what a provider does. */
export const sendMessage = async (
  deps: Pick<Deps, 'messenger' | 'log'>,
  message: Omit<Message, 'id'>,
): Promise<Outcome> => {
  const id = uuidv7();
  const send = async () => deps.messenger.send({ ...message, id }, AbortSignal.timeout(GIVE_UP_MS));
  const sending = send().then(
    (sent) => {
      if (!sent.accepted)
        deps.log.warn(
          { messageId: id, channel: message.channel, reason: sent.reason },
          'a message was not taken',
        );
      return sent;
    },
    (error: unknown): Sent => {
      deps.log.error({ err: error, messageId: id, channel: message.channel }, 'a messenger failed');
      return { accepted: false, reason: 'unavailable' };
    },
  );
  const { promise: patience, resolve } = Promise.withResolvers<Outcome>();
  const timer = setTimeout(() => resolve({ accepted: 'pending' }), PATIENCE_MS);
  try {
    return await Promise.race([sending, patience]);
  } finally {
    clearTimeout(timer);
  }
};
