import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { Database } from './database/database.ts';
import type { Keys } from './keys.ts';
import type { InboxReader } from './messages/inbox.ts';
import type { Messenger } from './messages/messenger.ts';
import type { OtpPulse } from './otp/pulse.ts';
import type { VideoRooms } from './video-calls/video-rooms.ts';

/** What the app is made of. `main.ts` puts the real things in, a test its recording ones. */
export interface Deps {
  config: Config;
  db: Database;
  /** The database's time, as domain code is given it. */
  now: () => Date;
  keys: Keys;
  messenger: Messenger;
  /** What the console messenger kept; null where there is no inbox page. */
  inbox: InboxReader | null;
  videoRooms: VideoRooms;
  otpPulse: OtpPulse;
  log: Logger;
}
