import type { Deps } from '../deps.ts';
import type { Dispatched, Order, Outcome } from '../messages/dispatcher.ts';
import { outcomeWithin } from '../messages/outcome-within.ts';
import { Problem } from '../problem.ts';
import { withdrawCode } from './issue-code.ts';
import type { IssuedCode } from './issue-together.ts';

/** A request waits this long for a provider's word, in milliseconds; after that the message is on its way. */
const PATIENCE_MS = 4_000;

export interface SentCode {
  dispatched: Dispatched;
  /** Null where nothing came of it yet. */
  outcome: Exclude<Outcome, { outcome: 'failed' }> | null;
}

/**
 * Sends a code that was made, for a request that waits for what comes of it. One that could not be sent is void,
 * and does not count as sent.
 * @throws Problem `send_failed`
 */
export const sendIssued = async (
  deps: Deps,
  issued: IssuedCode,
  order: Omit<Order, 'id'>,
): Promise<SentCode> => {
  const dispatched = deps.dispatcher.dispatch({ ...order, id: issued.messageId });
  const outcome = await outcomeWithin(dispatched, PATIENCE_MS);
  if (outcome?.outcome !== 'failed') return { dispatched, outcome };
  await withdrawCode(deps, issued);
  throw new Problem('send_failed');
};
