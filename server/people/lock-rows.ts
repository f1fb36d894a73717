import type { Role } from '../../contract/primitives.ts';
import type { Tx } from '../database/database.ts';
import type { HeldPerson } from './lock-people.ts';

/** NO KEY: rows that only refer to these people, as a new visit does, need not wait. */
export const lockByIds = async (tx: Tx, ids: readonly string[]): Promise<HeldPerson[]> => {
  const rows = await tx.query<{ id: string; role: Role; time_zone: string }>(
    'SELECT id, role, time_zone FROM people WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE',
    [ids],
  );
  return rows.map(({ id, role, time_zone: timeZone }) => ({ id, role, timeZone }));
};
