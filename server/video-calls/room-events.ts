import type { RawRequest } from '../http/raw-bodies.ts';
import type { Seen } from './attend.ts';

/** Reads what one provider tells of its rooms. */
export interface RoomEventsReader {
  /** @returns null where it is not the provider who speaks: nothing of it may be believed */
  read: (request: RawRequest, now: Date) => readonly Seen[] | null;
}

/** Who tells us of rooms; null where the provider is not configured. */
export interface RoomEvents {
  twilio: RoomEventsReader | null;
  jitsi: RoomEventsReader | null;
}
