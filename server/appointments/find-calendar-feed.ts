import type { Deps } from '../deps.ts';
import type { KeptFeed } from './calendar-feed.ts';
import { selectFeed } from './feed-rows.ts';

/** What is known of a person's feed; null where they have none. */
export const findCalendarFeed = ({ db }: Pick<Deps, 'db'>, personId: string): Promise<KeptFeed | null> =>
  selectFeed(db, personId);
