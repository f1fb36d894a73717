import { type Database, DatabaseUnavailable } from '../database/database.ts';
import type { Deps } from '../deps.ts';
import { addressKey } from './address-key.ts';
import { selectWindow } from './opt-out-rows.ts';

/** Whether a number wrote to us on WhatsApp within the last 24 hours, so that it takes free words and no template. */
export const isWindowOpen = (db: Database, key: Uint8Array): Promise<boolean> => selectWindow(db, key);

/**
 * The same for an E.164 number, as the WhatsApp adapter asks it. While the database is away it is taken for
 * closed: a template is right in any case.
 */
export const whatsappWindow =
  (deps: Pick<Deps, 'db' | 'keys'>) =>
  (to: string): Promise<boolean> =>
    isWindowOpen(deps.db, addressKey(deps, { channel: 'whatsapp', to })).catch((error: unknown) => {
      if (error instanceof DatabaseUnavailable) return false;
      throw error;
    });
