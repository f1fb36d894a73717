import { readConfig } from '../../server/config.ts';
import { openServerDatabase } from '../../server/database/server-database.ts';
import { startDatabaseClock } from '../../server/database-clock.ts';
import { loadKeys } from '../../server/keys.ts';
import { createLog } from '../../server/log.ts';
import type { Messenger } from '../../server/messages/messenger.ts';
import { startDispatcher } from '../../server/messages/start-dispatcher.ts';
import { startOtpPulse } from '../../server/otp/pulse.ts';
import { roomsFor } from '../../server/providers/rooms.ts';
import { keepPlans } from '../../server/reminders/keep-plans.ts';
import { startSending } from '../../server/reminders/send-due.ts';

const SECRETS = {
  JWT_SECRET_KEY: 'q4Jx0a7cT9vW2mZp5sLk8dFh1gNb3rYe6uIo',
  OTP_PEPPER: 'B7nQ2xV9kD4mR6tY1wZ8pL3sF5hJ0cGaEuIo',
};

/** The product's own sender over a database, with one messenger. */
export const startSender = async (url: string, messenger: Messenger) => {
  const config = readConfig({ ...SECRETS, DATABASE_URL: url, LOG_LEVEL: 'warn' });
  const db = await openServerDatabase(url);
  const { now } = await startDatabaseClock(db);
  const keys = loadKeys(config);
  const log = createLog(config.logLevel);
  await startSending({
    config,
    db,
    keys,
    log,
    now,
    dispatcher: startDispatcher({ db, keys, log }, [messenger]),
    webhooks: { twilio: null, whatsapp: null },
    verifyEngine: null,
    inbox: null,
    reminderPlans: keepPlans({ now }),
    ...roomsFor({ config, keys }),
    otpPulse: startOtpPulse(db, log),
  });
  process.on('disconnect', () => process.exit(0));
  return { db };
};
