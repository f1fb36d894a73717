import { validate as isUuid } from 'uuid';
import type { Deps } from '../deps.ts';
import { countReceipt } from './metrics.ts';
import { optOut } from './opt-out.ts';
import {
  bindByReceipt,
  deleteEarly,
  insertEarly,
  type ReceiptsMessage,
  selectByReceipt,
} from './receipt-rows.ts';
import type { Receipt } from './receipts.ts';
import { moveForward } from './rows.ts';

type ReceiptDeps = Pick<Deps, 'db'>;

/**
 * An opt-out is written with the status that tells of it. Nobody says when it was; it was so when the message was
 * sent, and a START since then is newer than a receipt that comes late or again.
 */
const move = (
  { db }: ReceiptDeps,
  { id, channel, addressKey, createdAt }: ReceiptsMessage,
  receipt: Receipt,
): Promise<boolean> =>
  receipt.fault !== 'opted_out'
    ? moveForward(db, id, receipt)
    : db.tx(async (tx) => {
        await optOut(tx, { addressKey, channel }, createdAt);
        return moveForward(tx, id, receipt);
      });

const takeReceipt = async (deps: ReceiptDeps, told: Receipt): Promise<void> => {
  const { db } = deps;
  const receipt = { ...told, messageId: told.messageId && isUuid(told.messageId) ? told.messageId : null };
  let message = await selectByReceipt(db, receipt);
  if (!message) {
    // The order counts: kept first and looked for then, so that whoever learns the id meanwhile finds it.
    await insertEarly(db, receipt);
    message = await selectByReceipt(db, receipt);
    if (!message) return;
    await deleteEarly(db, receipt);
  }
  if (!message.isBound) await bindByReceipt(db, { ...receipt, messageId: message.id });
  if (await move(deps, message, receipt)) countReceipt(receipt, message.channel);
};

/**
 * Takes what a provider tells of its messages. Each status of a message has one effect, however often, late or
 * out of order it is told, and by however many processes; nothing is sent again because of one.
 * @throws DatabaseUnavailable: the provider should tell it again
 */
export const takeReceipts = async (deps: ReceiptDeps, receipts: readonly Receipt[]): Promise<void> => {
  for (const receipt of receipts) await takeReceipt(deps, receipt);
};
