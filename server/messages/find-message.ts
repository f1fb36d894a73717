import type { DeliveryEvent, DeliveryFault, DeliveryStatus, MessageKind } from '../../contract/deliveries.ts';
import type { Channel } from '../../contract/primitives.ts';
import type { Deps } from '../deps.ts';
import { type LedgerEvent, type LedgerRow, selectMessage } from './ledger-rows.ts';

/** How far one message came, and when it came there. */
export interface MessageState {
  id: string;
  personId: string | null;
  kind: MessageKind;
  channel: Channel;
  /** Masked. */
  to: string;
  provider: string | null;
  status: DeliveryStatus;
  fault: DeliveryFault | null;
  /** The message that this one took the place of, over another channel. */
  insteadOf: string | null;
  createdAt: Date;
  /** Oldest first. */
  history: DeliveryEvent[];
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const eventOf = ({ status, at, fault }: LedgerEvent): DeliveryEvent => ({
  status,
  at: new Date(at).toISOString(),
  fault,
});

export const stateOf = (row: LedgerRow): MessageState => ({ ...row, history: row.history.map(eventOf) });

/** A message by its id, for whoever may see it: who that is, is for the caller to judge. Null where there is none. */
export const messageState = async ({ db }: Pick<Deps, 'db'>, id: string): Promise<MessageState | null> => {
  if (!UUID.test(id)) return null;
  const row = await selectMessage(db, id);
  return row && stateOf(row);
};
