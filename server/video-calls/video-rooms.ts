import type { VideoProvider, VideoTicket } from '../../contract/video-calls.ts';

/** A room at its provider. */
export interface ProviderRoom {
  /** What the provider knows it by; see `roomAt`. */
  name: string;
  /** End of the join window. */
  closesAt: Date;
}

/** Everything a provider needs to let one person into one room. */
export interface TicketRequest {
  /** The room's name in the call's record. */
  room: string;
  /** What the provider knows it by. */
  providerRoom: string;
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
  ticket: VideoTicket;
  expiresAt: Date;
}

/** Why nobody belongs in a room any more. */
export type ClosingReason = 'moved' | 'cancelled' | 'ended';

/**
 * A provider of rooms. Which one a call uses is written on the call when its room is made. No method is
 * called inside a transaction.
 */
export interface VideoRooms {
  readonly provider: VideoProvider;
  /**
   * Makes the room where the provider has such a thing and it is not there; idempotent. Its id at the
   * provider.
   * @throws Problem `video_unavailable`, `video_not_configured`
   */
  open: (room: ProviderRoom, now: Date) => Promise<{ sid: string }>;
  /**
   * Mints a ticket.
   * @throws Problem `video_not_configured`
   */
  ticket: (request: TicketRequest) => Promise<Ticket>;
  /**
   * Puts everybody out of the room and keeps its old tickets out, as far as the provider can. Idempotent,
   * also for a room that never was; it is asked again after a failure.
   * @throws where the provider could not be reached or refused
   */
  close: (name: string, reason: ClosingReason) => Promise<void>;
}

/** The clinic's providers of rooms. */
export interface VideoProviders {
  /** Where rooms are made, unless an appointment names its own. */
  readonly preferred: VideoProvider;
  /** Those that are configured; the built-in one always is. */
  readonly configured: readonly VideoProvider[];
  /** @throws Problem `video_not_configured` */
  of: (provider: VideoProvider) => VideoRooms;
}
