import { Type } from 'typebox';
import { Instant, nullable } from './primitives.ts';

/** An address that shows a person's visits to whoever has it; the address itself is shown once. */
export const CalendarFeed = Type.Object(
  { made_at: Instant, last_read_at: nullable(Instant) },
  { title: 'CalendarFeed' },
);
export type CalendarFeed = Type.Static<typeof CalendarFeed>;

export const OwnCalendarFeed = Type.Object({ feed: nullable(CalendarFeed) });
export type OwnCalendarFeed = Type.Static<typeof OwnCalendarFeed>;

export const CalendarFeedMade = Type.Object(
  { ...CalendarFeed.properties, url: Type.String({ description: 'for a calendar to subscribe to' }) },
  { title: 'CalendarFeedMade' },
);
export type CalendarFeedMade = Type.Static<typeof CalendarFeedMade>;
