import { v7 as uuidv7 } from 'uuid';
import type { ServiceScope } from '../../contract/external.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';
import { insertKey } from './rows.ts';
import { hashServiceKey, hintOf, type KeptServiceKey, newServiceKey } from './service-key.ts';

/** A key that was just made; `key` is nowhere else and never shown again. */
export interface MadeServiceKey {
  kept: KeptServiceKey;
  key: string;
}

/**
 * Makes a key for another system. `actorId` is null on the command line, where whoever runs it owns the machine.
 * @throws Problem `invalid_request` for a name of which nothing can be seen
 */
export const makeServiceKey = async (
  { db }: Pick<Deps, 'db'>,
  { actorId, name, scopes }: { actorId: string | null; name: string; scopes: readonly ServiceScope[] },
): Promise<MadeServiceKey> => {
  if (name.replace(/\p{Cf}/gu, '').trim() === '')
    throw new Problem('invalid_request', { detail: 'A key needs a name.' });
  const key = newServiceKey();
  const id = uuidv7();
  const kept = await db.tx(async (tx) => {
    await appendAudit(tx, {
      actorId,
      action: 'service_key.create',
      subjectId: id,
      details: { scopes: scopes.join(' ') },
    });
    return insertKey(tx, {
      id,
      name: name.trim(),
      hint: hintOf(key),
      keyHash: hashServiceKey(key),
      scopes,
      createdBy: actorId,
    });
  });
  return { kept, key };
};
