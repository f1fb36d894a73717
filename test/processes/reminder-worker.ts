import { readConfig } from '../../server/config.ts';
import { openDatabase } from '../../server/database/open-database.ts';
import { startDatabaseClock } from '../../server/database-clock.ts';
import type { Deps } from '../../server/deps.ts';
import { loadKeys } from '../../server/keys.ts';
import { createLog } from '../../server/log.ts';
import { USUAL_PACE } from '../../server/messages/pace.ts';
import { startDispatcher } from '../../server/messages/start-dispatcher.ts';
import { roomsFor } from '../../server/providers/rooms.ts';
import { keepPlans } from '../../server/reminders/keep-plans.ts';
import { startSending } from '../../server/reminders/send-due.ts';
import { reminderMessenger } from './reminder-messenger.ts';

/**
 * One process that sends what is due, as `main.ts` puts it together, with a provider in the test's process.
 * It says `ready` when it looks for what is due.
 */
const { env } = process;
const config = readConfig({
  JWT_SECRET_KEY: 'q4Jx0a7cT9vW2mZp5sLk8dFh1gNb3rYe6uIo',
  OTP_PEPPER: 'B7nQ2xV9kD4mR6tY1wZ8pL3sF5hJ0cGaEuIo',
  LOG_LEVEL: 'error',
  DATABASE_URL: env['DATABASE_URL'],
  DATA_DIR: env['DATA_DIR'],
});
const patience = Number(env['PATIENCE_MS']);
const log = createLog(config.logLevel);
const db = await openDatabase(config.database);
const { now } = await startDatabaseClock(db);
const keys = loadKeys(config);
const messenger = reminderMessenger({ url: env['PROVIDER_URL'] ?? '', by: env['LIFE'] ?? '', patience });
const deps: Deps = {
  config,
  db,
  now,
  keys,
  dispatcher: startDispatcher({ db, keys, log }, [messenger], {
    ...USUAL_PACE,
    giveUp: patience,
    find: patience,
  }),
  webhooks: { twilio: null, whatsapp: null },
  verifyEngine: null,
  inbox: null,
  reminderPlans: keepPlans({ now }),
  ...roomsFor({ config, keys }),
  otpPulse: { record: () => {}, breakerWait: () => 0, stop: async () => {} },
  log,
};
await startSending(deps);
process.stdout.write('ready\n');
