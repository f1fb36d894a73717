import type { Seen } from './attend.ts';

/** A request as it came: signatures are over its very bytes. */
export interface RoomEventsRequest {
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Buffer;
  /** The public address that it was sent to, with its query: PUBLIC_URL and the path. */
  url: URL;
}

/** Reads what one provider tells of its rooms. */
export interface RoomEventsReader {
  /** @returns null where it is not the provider who speaks: nothing of it may be believed */
  read: (request: RoomEventsRequest, now: Date) => readonly Seen[] | null;
}

/** Who tells us of rooms; null where the provider is not configured. */
export interface RoomEvents {
  twilio: RoomEventsReader | null;
  jitsi: RoomEventsReader | null;
}
