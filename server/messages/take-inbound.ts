import type { Deps } from '../deps.ts';
import { readPhoneNumber } from '../people/phone-number.ts';
import { addressKey } from './address-key.ts';
import { takeWord } from './opt-out.ts';
import { openWindow } from './opt-out-rows.ts';
import type { Inbound } from './receipts.ts';
import { readStopWord } from './stop-words.ts';
import { insertHeard } from './word-rows.ts';

type InboundDeps = Pick<Deps, 'db' | 'keys'>;

const takeOne = async (deps: InboundDeps, inbound: Inbound): Promise<void> => {
  const { db } = deps;
  const { provider, providerId, channel, from, text, at } = inbound;
  const key = addressKey(deps, { channel, to: readPhoneNumber(from)?.e164 ?? from });
  if (channel === 'whatsapp') await openWindow(db, key, at);
  const word = readStopWord(text);
  if (word === null) return;
  await db.tx(async (tx) => {
    if (providerId !== null && !(await insertHeard(tx, { provider, providerId }))) return;
    await takeWord(tx, { addressKey: key, channel }, { word, at });
  });
};

/**
 * Takes what people wrote to our numbers: STOP and START on the way that it came, and for WhatsApp that the
 * number may be written to in free words for a day. The text itself is not kept. A message has one effect however
 * often it is told, and a word that is told late undoes no newer one.
 * @throws DatabaseUnavailable: the provider should tell it again
 */
export const takeInbound = async (deps: InboundDeps, inbound: readonly Inbound[]): Promise<void> => {
  for (const one of inbound) await takeOne(deps, one);
};
