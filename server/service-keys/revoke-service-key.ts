import { appendAudit } from '../audit/append-audit.ts';
import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';
import { endKey, keyExists } from './rows.ts';

/**
 * Ends a key: the next request with it is refused, on every process. Once revoked it stays so; the same again
 * changes nothing.
 * @throws Problem `not_found`
 */
export const revokeServiceKey = async (
  { db }: Pick<Deps, 'db'>,
  { actorId, id }: { actorId: string | null; id: string },
): Promise<void> => {
  const known = await db.tx(async (tx) => {
    if (!(await endKey(tx, id))) return keyExists(tx, id);
    await appendAudit(tx, { actorId, action: 'service_key.revoke', subjectId: id });
    return true;
  });
  if (!known) throw new Problem('not_found', { detail: 'There is no such service key.' });
};
