import { v7 as uuidv7 } from 'uuid';
import type { Deps } from '../server/deps.ts';
import { addressKey } from '../server/messages/address-key.ts';
import type { Inbound } from '../server/messages/receipts.ts';

let numbers = 0;
export const newNumber = (): string => {
  numbers += 1;
  return `+1212555${String(2_000 + numbers)}`;
};

/** Whole seconds, as vendors tell them. */
export const minutesAgo = (minutes: number): Date =>
  new Date(Math.floor((Date.now() - minutes * 60_000) / 1_000) * 1_000);

/** As WhatsApp tells it: with a name, and the second in which it was written. */
export const whatsappWord = (from: string, text: string, at: Date | null): Inbound => ({
  provider: 'whatsapp',
  providerId: `wamid.${uuidv7()}`,
  channel: 'whatsapp',
  from,
  text,
  at,
});

/** As Twilio tells it: with a name and no time. */
export const smsWord = (from: string, text: string, over: Partial<Inbound> = {}): Inbound => ({
  provider: 'twilio',
  providerId: `SM${uuidv7()}`,
  channel: 'sms',
  from,
  text,
  at: null,
  ...over,
});

export const isOptedOut = async (
  deps: Pick<Deps, 'db' | 'keys'>,
  { channel, from }: Pick<Inbound, 'channel' | 'from'>,
): Promise<boolean> =>
  (
    await deps.db.query('SELECT 1 FROM message_opt_outs WHERE address_key = $1 AND channel = $2', [
      addressKey(deps, { channel, to: from }),
      channel,
    ])
  ).length > 0;
