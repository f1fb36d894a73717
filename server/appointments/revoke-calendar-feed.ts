import { appendAudit } from '../audit/append-audit.ts';
import type { Deps } from '../deps.ts';
import { deleteFeed } from './feed-rows.ts';

/** Ends a person's feed: its address leads nowhere from now on. Where there is none, nothing happens. */
export const revokeCalendarFeed = ({ db }: Pick<Deps, 'db'>, personId: string): Promise<void> =>
  db.tx(async (tx) => {
    if (!(await deleteFeed(tx, personId))) return;
    await appendAudit(tx, { actorId: personId, action: 'calendar_feed.revoke', subjectId: personId });
  });
