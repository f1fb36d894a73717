import type { Tx } from '../database/database.ts';
import type { Rider } from '../database/rider.ts';
import { entryRider, insertEntry } from './rows.ts';

/** Something that was done. Details hold ids and states only: no name, address, number or code. */
export interface Deed {
  /** Who did it; null for the system itself. */
  actorId: string | null;
  /** `noun.verb`, for example `appointment.move`. */
  action: string;
  subjectId: string | null;
  details?: Record<string, string | number | boolean | null>;
}

/** Writes an audit entry in the transaction of the deed itself: either both are there or neither. */
export const appendAudit = (tx: Tx, deed: Deed): Promise<void> => insertEntry(tx, deed);

/** The same entry, written by the deed's own statement. */
export const auditRider = (deed: Deed): Rider => entryRider(deed);
