import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import type { Channel, Role } from '../contract/primitives.ts';
import { createApp } from '../server/app.ts';
import type { App } from '../server/app-type.ts';
import { type Config, readConfig } from '../server/config.ts';
import type { Database } from '../server/database/database.ts';
import { openEmbeddedDatabase } from '../server/database/embedded-database.ts';
import { openServerDatabase } from '../server/database/server-database.ts';
import type { Deps } from '../server/deps.ts';
import { loadKeys } from '../server/keys.ts';
import { createLog } from '../server/log.ts';
import type { Message, Messenger, Sent } from '../server/messages/messenger.ts';
import { startDispatcher } from '../server/messages/start-dispatcher.ts';
import type { OtpPulse } from '../server/otp/pulse.ts';
import { addPerson } from '../server/people/add-person.ts';
import { findPerson } from '../server/people/find-person.ts';
import type { Person } from '../server/people/person.ts';
import { roomsFor } from '../server/providers/rooms.ts';
import { keepPlans } from '../server/reminders/keep-plans.ts';
import { openSession } from '../server/sessions/sign-in.ts';
import { createDatabase, dropDatabase } from './set-up/postgres.ts';

/** A messenger that keeps what it was given. */
export interface RecordingMessenger extends Messenger {
  readonly sent: Message[];
  /** Null takes the message. */
  answer: Sent | null;
}

/** A pulse that only counts; `wait` opens the breaker. */
export interface RecordingPulse extends OtpPulse {
  counts: { accepted: number; refused: number };
  wait: number;
}

export interface NewPerson {
  role?: Role;
  email?: string;
  /** E.164; null for none. A number of its own when left out. */
  phone?: string | null;
  phoneVerified?: boolean;
  firstName?: string;
  lastName?: string;
  timeZone?: string;
  passwordHash?: string | null;
}

export interface NewAppointment {
  doctor: Pick<Person, 'id'>;
  patient: Pick<Person, 'id'>;
  startsAt: Date;
  minutes?: number;
  status?: string;
  sessionType?: 'telehealth' | 'in_person';
}

/** One app over one database that nobody else uses. */
export interface World {
  app: App;
  deps: Deps;
  db: Database;
  messenger: RecordingMessenger;
  pulse: RecordingPulse;
  /** Sets the time that rules are given; null goes back to the machine's. */
  setNow: (now: Date | null) => void;
  newPerson: (person?: NewPerson) => Promise<Person>;
  /** A session of its own, as headers for `app.inject`. */
  signIn: (person: Person) => Promise<SignedInClient>;
  /** Written straight into the table, so that it may lie anywhere in time; its id. */
  newAppointment: (appointment: NewAppointment) => Promise<string>;
}

export interface SignedInClient {
  headers: { authorization: string };
  /** As a browser sends it, with the `Origin` that changes need. */
  browser: { cookie: string; origin: string };
  sessionId: string;
  accessToken: string;
  refreshToken: string;
}

/** Takes every message unless `answer` says otherwise. */
export const recordingMessenger = (): RecordingMessenger => {
  const sent: Message[] = [];
  const channels: Channel[] = ['sms', 'whatsapp', 'email', 'voice'];
  return {
    name: 'recording',
    channels,
    sent,
    answer: null,
    async send(message) {
      sent.push(message);
      return this.answer ?? { outcome: 'accepted', providerId: message.id, status: 'sent' };
    },
    find: async () => ({ found: 'absent' }),
  };
};

/** The code in a message; empty where it carries none. */
export const codeIn = (message: Message | undefined): string =>
  message?.body.kind === 'code' ? message.body.code : '';

export const recordingPulse = (): RecordingPulse => ({
  counts: { accepted: 0, refused: 0 },
  wait: 0,
  record(verdict) {
    this.counts[verdict] += 1;
  },
  breakerWait() {
    return this.wait;
  },
  stop: async () => {},
});

const TEST_SECRETS = {
  JWT_SECRET_KEY: 'q4Jx0a7cT9vW2mZp5sLk8dFh1gNb3rYe6uIo',
  OTP_PEPPER: 'B7nQ2xV9kD4mR6tY1wZ8pL3sF5hJ0cGaEuIo',
};

/** Tests of one rule must not meet the limits of another; `limits.test.ts` sets its own. */
const ROOMY = { OTP_SENDS_PER_ADDRESS_HOUR: '1000', OTP_SENDS_PER_PREFIX_HOUR: '1000' };

export const testConfig = (env: Record<string, string> = {}): Config =>
  readConfig({ ...TEST_SECRETS, ...ROOMY, LOG_LEVEL: 'silent', ...env });

type Kind = Database['kind'];

const openTestDatabase = async (kind: Kind): Promise<{ db: Database; remove: () => Promise<void> }> => {
  if (kind === 'server') {
    const url = await createDatabase(inject('postgresUrl'));
    const db = await openServerDatabase(url);
    return {
      db,
      remove: async () => {
        await db.close();
        await dropDatabase(inject('postgresUrl'), url);
      },
    };
  }
  const folder = mkdtempSync(join(tmpdir(), 'anteroom-embedded-'));
  cpSync(inject('embeddedTemplate'), folder, { recursive: true });
  const db = await openEmbeddedDatabase(folder);
  return {
    db,
    remove: async () => {
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

let people = 0;

/** +1 212 555 0100 and up: valid to the library, and nobody's (the 555-01xx block is for fiction). */
const nextPhone = (): string => {
  people += 1;
  const area = 201 + ((people / 100) | 0) * 11;
  return `+1${area}55501${String(people % 100).padStart(2, '0')}`;
};

const newPersonIn = async (db: Database, given: NewPerson): Promise<Person> => {
  const phone = given.phone === undefined ? nextPhone() : given.phone;
  const id = await db.tx((tx) =>
    addPerson(tx, {
      actorId: null,
      email: given.email ?? `person-${uuidv7()}@clinic.test`,
      emailVerified: true,
      role: given.role ?? 'patient',
      passwordHash: given.passwordHash ?? null,
      phone,
      phoneVerified: given.phoneVerified ?? phone !== null,
      firstName: given.firstName ?? 'Ada',
      lastName: given.lastName ?? 'Okafor',
      timeZone: given.timeZone ?? 'UTC',
      locale: 'en',
    }),
  );
  const person = await findPerson(db, id);
  if (!person) throw new Error('the person just added is not there');
  return person;
};

const newAppointmentIn = async (db: Database, given: NewAppointment): Promise<string> => {
  const id = uuidv7();
  const endsAt = new Date(given.startsAt.getTime() + (given.minutes ?? 30) * 60_000);
  await db.query(
    `INSERT INTO appointments (id, doctor_id, patient_id, starts_at, ends_at, session_type, status, room_key)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 'abcdefgh23')`,
    [
      id,
      given.doctor.id,
      given.patient.id,
      given.startsAt,
      endsAt,
      given.sessionType ?? 'telehealth',
      given.status ?? 'CONFIRMED',
    ],
  );
  return id;
};

/** Opens a world of its own, for tests that need several or close one in the middle. */
export const openWorld = async (
  kind: Kind,
  env: Record<string, string> = {},
): Promise<World & { close: () => Promise<void> }> => {
  const config = testConfig(env);
  const { db, remove } = await openTestDatabase(kind);
  const keys = loadKeys(config);
  const messenger = recordingMessenger();
  const pulse = recordingPulse();
  const log = createLog(config.logLevel);
  const dispatcher = startDispatcher({ db, keys, log }, [messenger]);
  let fixed: Date | null = null;
  const now = () => fixed ?? new Date();
  const deps: Deps = {
    config,
    db,
    now,
    keys,
    dispatcher,
    webhooks: { twilio: null, whatsapp: null },
    verifyEngine: null,
    inbox: null,
    reminderPlans: keepPlans({ now }),
    ...roomsFor({ config, keys }),
    otpPulse: pulse,
    log,
  };
  const app = await createApp(deps, null);
  return {
    app,
    deps,
    db,
    messenger,
    pulse,
    setNow: (date) => {
      fixed = date;
    },
    newPerson: (person = {}) => newPersonIn(db, person),
    signIn: async (person) => {
      const session = await openSession(deps, person, new Uint8Array(32));
      return {
        headers: { authorization: `Bearer ${session.accessToken}` },
        browser: { cookie: `anteroom=${session.cookieSecret}`, origin: config.publicUrl.origin },
        sessionId: session.sessionId,
        accessToken: session.accessToken,
        refreshToken: session.refreshToken,
      };
    },
    newAppointment: (appointment) => newAppointmentIn(db, appointment),
    close: async () => {
      await app.close();
      await dispatcher.close();
      await remove();
    },
  };
};

/** The same tests on the embedded database and on a PostgreSQL server, each with a world of its own. */
export const describeOnBothDatabases = (
  name: string,
  body: (world: () => World, kind: Kind) => void,
  env: Record<string, string> = {},
): void => {
  describe.each<{ kind: Kind }>([{ kind: 'embedded' }, { kind: 'server' }])(`${name} ($kind)`, ({ kind }) => {
    let opened: (World & { close: () => Promise<void> }) | null = null;
    beforeAll(async () => {
      opened = await openWorld(kind, env);
    });
    afterAll(async () => {
      await opened?.close();
    });
    body(() => {
      if (!opened) throw new Error('the world is opened before the tests run');
      return opened;
    }, kind);
  });
};
