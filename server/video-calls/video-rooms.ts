import type { BuiltinTicket, VideoProvider } from '../../contract/video-calls.ts';

/** Everything a provider needs to let one person into one room. */
export interface TicketRequest {
  /** The exact room; see `roomOf`. */
  room: string;
  /** The web client's name for it, as in `/video-session/<page>`. */
  page: string;
  appointmentId: string;
  /** A ticket is void for any other version of the appointment. */
  appointmentVersion: number;
  sessionId: string;
  person: { id: string; name: string; email: string; avatarUrl: string };
  role: 'doctor' | 'patient';
  now: Date;
  /** End of the join window. */
  closesAt: Date;
}

/** How to get in: what old clients read, and what the provider's own client needs. */
export interface Ticket {
  /** The provider's token for the room. */
  token: string;
  /** The same as the Jitsi-shaped answer has it; null with other providers. */
  jitsiToken: string | null;
  /** Where a browser opens the call. */
  meetingLink: string;
  builtin: BuiltinTicket | null;
  expiresAt: Date;
}

/**
 * A provider of rooms. Which one a call uses is written on the call when its room is made. No method is
 * called inside a transaction.
 */
export interface VideoRooms {
  readonly provider: VideoProvider;
  /** The room's name for this version of the appointment. */
  roomOf: (appointment: { id: string; version: number; page: string }) => string;
  /** Makes the room where the provider has such a thing; idempotent. Its id at the provider. */
  open: (room: string, closesAt: Date) => Promise<{ sid: string }>;
  /**
   * Mints a ticket.
   * @throws Problem `video_not_configured`
   */
  ticket: (request: TicketRequest) => Promise<Ticket>;
  /** Puts everybody out of the room within 5 s and keeps its old tickets out. */
  close: (room: string, reason: 'moved' | 'cancelled' | 'ended') => Promise<void>;
}
