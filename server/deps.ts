import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { Database } from './database/database.ts';
import type { Keys } from './keys.ts';
import type { Dispatcher } from './messages/dispatcher.ts';
import type { InboxReader } from './messages/inbox.ts';
import type { Webhooks } from './messages/receipts.ts';
import type { OtpPulse } from './otp/pulse.ts';
import type { VerifyEngine } from './otp/verify-engine.ts';
import type { ReminderPlans } from './reminders/reminder-plans.ts';
import type { RoomEvents } from './video-calls/room-events.ts';
import type { VideoProviders } from './video-calls/video-rooms.ts';

/** What the app is made of. `main.ts` puts the real things in, a test its recording ones. */
export interface Deps {
  config: Config;
  db: Database;
  /** The database's time, as domain code is given it. */
  now: () => Date;
  keys: Keys;
  /** Sends what is due, in the background. */
  dispatcher: Dispatcher;
  /** Who tells us what became of messages. */
  webhooks: Webhooks;
  /** Makes, sends and checks codes elsewhere; null where we do so ourselves. */
  verifyEngine: VerifyEngine | null;
  /** What the console messenger kept; null where there is no inbox page. */
  inbox: InboxReader | null;
  /** Keeps what is to be told of visits true. */
  reminderPlans: ReminderPlans;
  videoProviders: VideoProviders;
  /** Who tells us of rooms. */
  roomEvents: RoomEvents;
  otpPulse: OtpPulse;
  log: Logger;
}
