import type { VisitNews } from '../appointments/visit-news.ts';
import type { Tx } from '../database/database.ts';

/**
 * Keeps what is to be told of visits true, in the transaction that changed them: either both are there or neither.
 */
export interface ReminderPlans {
  /** The visit changed; null where its people need not be told that it did. */
  followVisit: (tx: Tx, appointmentId: string, news: VisitNews | null) => Promise<void>;
  /** Somebody's zone, language, channels or quiet hours changed. */
  followPerson: (tx: Tx, personId: string) => Promise<void>;
  /** A provider took this message and failed to deliver it: where it told of a visit, another way is tried. */
  takeAnotherWay: (tx: Tx, messageId: string) => Promise<void>;
}
