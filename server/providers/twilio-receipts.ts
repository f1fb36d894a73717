import type { Message } from '../messages/messenger.ts';
import type { Asked } from './twilio-client.ts';

export interface TwilioReceipts {
  /** Where receipts are posted; our own id of the message is added as `delivery`. */
  statusCallback: URL;
}

/** What the vendor answers to an address that it cannot post to: `localhost`, say. */
const CALLBACK_REFUSED = 21609;

/**
 * By itself the vendor tells again only where it could not connect, and once. It shall where we answer 503 or
 * nothing too, five times within its 15 seconds (twilio.com/docs/usage/webhooks/webhooks-connection-overrides). The
 * fragment stays with the vendor: it is neither asked for nor signed.
 */
export const TELL_AGAIN = 'rc=5&rp=5xx,ct,rt';

const callbackFor = (statusCallback: URL, message: Message): string => {
  const url = new URL(statusCallback);
  url.searchParams.set('delivery', message.id);
  url.hash = TELL_AGAIN;
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
