import type { Message } from '../messages/messenger.ts';
import type { Asked } from './twilio-client.ts';

export interface TwilioReceipts {
  /** Where receipts are posted; our own id of the message is added as `delivery`. */
  statusCallback: URL;
}

/** What the vendor answers to an address that it cannot post to: `localhost`, say. */
const CALLBACK_REFUSED = 21609;

const callbackFor = (statusCallback: URL, message: Message): string => {
  const url = new URL(statusCallback);
  url.searchParams.set('delivery', message.id);
  return url.href;
};

/**
 * Asks for receipts of a message. Where the vendor will not post to us the message goes without: one that
 * arrives unseen is better than none, as on a machine that nobody can reach from outside.
 */
export const askWithReceipts = async <T>(
  { statusCallback }: TwilioReceipts,
  message: Message,
  ask: (callback: { statusCallback?: string }) => Promise<Asked<T>>,
): Promise<Asked<T>> => {
  const asked = await ask({ statusCallback: callbackFor(statusCallback, message) });
  return asked.asked === 'refused' && asked.refusal.code === CALLBACK_REFUSED ? ask({}) : asked;
};
