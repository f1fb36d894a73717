import type { CalendarFeed } from '../../contract/calendar.ts';
import { instantText } from './present-appointment.ts';

/** What is known of a person's feed; never its secret. */
export interface KeptFeed {
  madeAt: Date;
  lastReadAt: Date | null;
}

export const presentFeed = ({ madeAt, lastReadAt }: KeptFeed): CalendarFeed => ({
  made_at: instantText(madeAt),
  last_read_at: lastReadAt && instantText(lastReadAt),
});
