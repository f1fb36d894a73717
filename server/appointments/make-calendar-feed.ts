import { appendAudit } from '../audit/append-audit.ts';
import type { Deps } from '../deps.ts';
import { hashSecret, newSecret } from '../sessions/secret.ts';
import type { KeptFeed } from './calendar-feed.ts';
import { putFeed } from './feed-rows.ts';
import { publicAddress } from './present-appointment.ts';

/** A feed that was just made; its address is nowhere else and never shown again. */
export interface MadeFeed {
  kept: KeptFeed;
  url: string;
}

/** Makes an address for a person's calendar, with 256 random bits in it; the one before leads nowhere from now on. */
export const makeCalendarFeed = async (
  { db, config }: Pick<Deps, 'db' | 'config'>,
  personId: string,
): Promise<MadeFeed> => {
  const secret = newSecret();
  const kept = await db.tx(async (tx) => {
    await appendAudit(tx, { actorId: personId, action: 'calendar_feed.create', subjectId: personId });
    return putFeed(tx, personId, hashSecret(secret));
  });
  return { kept, url: publicAddress(config.publicUrl, `/calendar/${secret}.ics`) };
};
