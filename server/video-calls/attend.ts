import type { VideoProvider } from '../../contract/video-calls.ts';

/** What a provider has seen of one connection to one of its rooms. */
export interface Seen {
  provider: VideoProvider;
  /** What the provider knows the room by. */
  providerRoom: string;
  /** The provider's own name for the connection, never used for another. */
  connectionId: string;
  personId: string;
  what: 'connected' | 'disconnected';
  /** The provider's own time of it. */
  at: Date;
}
