import type { ExternalMessage } from '../../contract/external.ts';
import type { Deps } from '../deps.ts';
import { messageState } from '../messages/find-message.ts';
import { Problem } from '../problem.ts';

/**
 * How far a message of another system came. The clinic's own messages are not there for a service key.
 * @throws Problem `not_found`
 */
export const messageStatus = async (deps: Pick<Deps, 'db'>, id: string): Promise<ExternalMessage['data']> => {
  const message = await messageState(deps, id);
  if (message?.kind !== 'external_code') throw new Problem('not_found');
  const { channel, provider, status, fault, createdAt, history } = message;
  return {
    message_id: message.id,
    channel,
    provider,
    status,
    error: fault,
    created_at: createdAt.toISOString(),
    history,
  };
};
