import { v7 as uuidv7 } from 'uuid';
import { createApp } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import { openServerDatabase } from '../../server/database/server-database.ts';
import { loadKeys } from '../../server/keys.ts';
import { createLog } from '../../server/log.ts';
import type { Messenger } from '../../server/messages/messenger.ts';
import { startDispatcher } from '../../server/messages/start-dispatcher.ts';
import { startOtpPulse } from '../../server/otp/pulse.ts';
import { addPerson } from '../../server/people/add-person.ts';
import { roomsFor } from '../../server/providers/rooms.ts';
import { keepPlans } from '../../server/reminders/keep-plans.ts';
import { numberOf, PEOPLE, POOL } from './numbers.ts';

/**
 * Our side, in a process of its own: the whole app, with a messenger that hands codes to the callers. Its
 * limits are as wide as they can be set, and every request comes from a network and to a number of its own.
 */
const [, , url = ''] = process.argv;
const config = readConfig({
  JWT_SECRET_KEY: 'q4Jx0a7cT9vW2mZp5sLk8dFh1gNb3rYe6uIo',
  OTP_PEPPER: 'B7nQ2xV9kD4mR6tY1wZ8pL3sF5hJ0cGaEuIo',
  TRUSTED_PROXIES: '127.0.0.1',
  OTP_SENDS_PER_ADDRESS_HOUR: '1000',
  OTP_SENDS_PER_PREFIX_HOUR: '1000',
  OTP_SENDS_PER_DAY: '1000000',
  DATABASE_URL: url,
});
const log = createLog('silent');
const db = await openServerDatabase(url, POOL);
const keys = loadKeys(config);
const messenger: Messenger = {
  name: 'bench',
  channels: ['sms'],
  send: async ({ id, to, body }) => {
    if (body.kind === 'code') process.send?.({ to, code: body.code });
    return { outcome: 'accepted', providerId: id, status: 'sent' };
  },
  find: async () => ({ found: 'absent' }),
};
await db.tx(async (tx) => {
  for (let index = 0; index < PEOPLE; index += 1) {
    await addPerson(tx, {
      email: `person-${index}@clinic.test`,
      role: 'patient',
      passwordHash: null,
      emailVerified: true,
      phone: numberOf(index),
      phoneVerified: true,
      firstName: 'Person',
      lastName: uuidv7(),
      timeZone: 'UTC',
      locale: 'en',
      actorId: null,
    });
  }
});
await db.query('ANALYZE');
const app = await createApp(
  {
    config,
    db,
    keys,
    log,
    now: () => new Date(),
    dispatcher: startDispatcher({ db, keys, log }, [messenger]),
    webhooks: { twilio: null, whatsapp: null },
    verifyEngine: null,
    inbox: null,
    reminderPlans: keepPlans({ now: () => new Date() }),
    ...roomsFor({ config, keys }),
    otpPulse: startOtpPulse(db, log),
  },
  null,
);
await app.listen({ port: 0, host: '127.0.0.1' });
const [address] = app.addresses();
process.on('disconnect', () => process.exit(0));
process.send?.({ port: typeof address === 'object' ? address.port : 0 });
