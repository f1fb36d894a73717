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

type ReceiptDeps = Pick<Deps, 'db' | 'reminderPlans'>;

/**
 * What follows from a failure is written with the status that tells of it: another way for what is told of a visit,
 * and an opt-out. Nobody says when it was; it was so when the message was sent, and a START since then is newer
 * than a receipt that comes late or again.
 */
const move = (
  { db, reminderPlans }: ReceiptDeps,
  { id, channel, addressKey, createdAt }: ReceiptsMessage,
  receipt: Receipt,
): Promise<boolean> =>
  receipt.status !== 'failed'
    ? moveForward(db, id, receipt)
    : db.tx(async (tx) => {
        if (receipt.fault === 'opted_out') await optOut(tx, { addressKey, channel }, createdAt);
        const moved = await moveForward(tx, id, receipt);
        if (moved) await reminderPlans.takeAnotherWay(tx, id);
        return moved;
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
 * out of order it is told, and by however many processes; no code is sent again because of one.
 * @throws DatabaseUnavailable: the provider should tell it again
 */
export const takeReceipts = async (deps: ReceiptDeps, receipts: readonly Receipt[]): Promise<void> => {
  for (const receipt of receipts) await takeReceipt(deps, receipt);
};
