import { validate as isUuid } from 'uuid';
import type { DeliveryEvent } from '../../contract/deliveries.ts';
import type { Deps } from '../deps.ts';
import { type LedgerEvent, type LedgerRow, selectMessage } from './ledger-rows.ts';

/** How far one message came, and when it came there. */
export interface MessageState extends Omit<LedgerRow, 'history'> {
  /** Oldest first. */
  history: DeliveryEvent[];
}

const eventOf = ({ status, at, fault }: LedgerEvent): DeliveryEvent => ({
  status,
  at: new Date(at).toISOString(),
  fault,
});

export const stateOf = (row: LedgerRow): MessageState => ({ ...row, history: row.history.map(eventOf) });

/** A message by its id, for whoever may see it: who that is, is for the caller to judge. Null where there is none. */
export const messageState = async ({ db }: Pick<Deps, 'db'>, id: string): Promise<MessageState | null> => {
  if (!isUuid(id)) return null;
  const row = await selectMessage(db, id);
  return row && stateOf(row);
};
