import type { Deps } from '../deps.ts';
import { selectKeys } from './rows.ts';
import type { KeptServiceKey } from './service-key.ts';

/** Every key that was ever made: the ones that work first, newest first. */
export const listServiceKeys = ({ db }: Pick<Deps, 'db'>): Promise<KeptServiceKey[]> => selectKeys(db);
