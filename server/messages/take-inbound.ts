import type { Deps } from '../deps.ts';
import { readPhoneNumber } from '../people/phone-number.ts';
import { addressKey } from './address-key.ts';
import { optIn, optOut } from './opt-out.ts';
import { openWindow } from './opt-out-rows.ts';
import type { Inbound } from './receipts.ts';
import { readStopWord } from './stop-words.ts';

type InboundDeps = Pick<Deps, 'db' | 'keys'>;

const takeOne = async (deps: InboundDeps, { channel, from, text }: Inbound): Promise<void> => {
  const { db } = deps;
  const key = addressKey(deps, { channel, to: readPhoneNumber(from)?.e164 ?? from });
  if (channel === 'whatsapp') await openWindow(db, key);
  const way = { addressKey: key, channel };
  switch (readStopWord(text)) {
    case 'stop':
      return db.tx((tx) => optOut(tx, way));
    case 'start':
      return optIn(db, way);
    case null:
      return;
  }
};

/**
 * Takes what people wrote to our numbers: STOP and START on the way that it came, and for WhatsApp that the
 * number may be written to in free words for a day. The text itself is not kept.
 * @throws DatabaseUnavailable
 */
export const takeInbound = async (deps: InboundDeps, inbound: readonly Inbound[]): Promise<void> => {
  for (const one of inbound) await takeOne(deps, one);
};
