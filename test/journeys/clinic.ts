import { setTimeout as pause } from 'node:timers/promises';
import { DEMO_PEOPLE, type DemoName } from '../../server/seed/demo-people.ts';
import { type ApiClient, clientFor, textAt } from '../processes/api-client.ts';
import { madeFolder } from '../processes/made-folder.ts';
import { type ServerProcess, startServer } from '../processes/running-server.ts';

const CODE_LIMIT_MS = 15_000;
const LOOK_EVERY_MS = 50;
const MINUTE_MS = 60_000;
/** So long before its start a visit of these clinics is open: room for many visits at once. */
const JOIN_EARLY_MINUTES = 120;

export interface ClinicOptions {
  /** Where browsers on other hosts reach it; default this machine alone. */
  address?: string;
  env?: Record<string, string>;
}

export interface Visit {
  id: string;
  room: string;
}

/** A clinic of a test's own: the real server with its embedded database, seeded with the demo's people. */
export interface Clinic {
  readonly origin: string;
  /** Somebody's own client of the API, in a session apart from their browser's. */
  as: (name: DemoName) => Promise<ApiClient>;
  /** A visit of five minutes between these two that can be joined now. */
  book: (doctor: 'doctor' | 'doctor2', patient: DemoName) => Promise<Visit>;
  /** The newest code that was sent to them. @throws when none comes in time */
  codeFor: (name: DemoName) => Promise<string>;
  /** Ends the server without a word, as a power cut does. */
  kill: () => Promise<void>;
  /** Starts it again, on the same port and the same database. */
  restart: () => Promise<void>;
  stop: () => Promise<void>;
}

interface Letter {
  to: string;
  code: string;
  at: string;
}

const isLetter = (value: unknown): value is Letter =>
  typeof value === 'object' &&
  value !== null &&
  'to' in value &&
  'code' in value &&
  typeof value.code === 'string';

const newestCode = async (origin: string, name: DemoName, notBefore: number): Promise<string | null> => {
  const inbox: unknown = await (await fetch(`${origin}/dev/inbox.json`)).json();
  const letters = Array.isArray(inbox) ? inbox.filter(isLetter) : [];
  const mine = letters.find(({ to, at }) => to === DEMO_PEOPLE[name].phone && Date.parse(at) >= notBefore);
  return mine?.code ?? null;
};

/** Books through the API, as the doctor would: each next visit five minutes after the one before. */
const bookings = (client: (name: DemoName) => Promise<ApiClient>) => {
  let next = Math.ceil(Date.now() / MINUTE_MS) * MINUTE_MS + 2 * MINUTE_MS;
  const idOf = async (name: DemoName) => textAt((await (await client(name)).mustGet('/api/me')).body, 'id');
  return async (doctor: 'doctor' | 'doctor2', patient: DemoName): Promise<Visit> => {
    const answers: unknown[] = [];
    const request = {
      doctor_id: await idOf(doctor),
      patient_id: await idOf(patient),
      duration_minutes: 5,
    };
    const limit = Date.now() + (JOIN_EARLY_MINUTES - 1) * MINUTE_MS;
    while (next < limit) {
      const startsAt = new Date(next).toISOString();
      next += 5 * MINUTE_MS;
      const answer = await (await client(doctor)).request('POST', '/api/appointments', {
        ...request,
        starts_at: startsAt,
      });
      if (answer?.status === 201)
        return { id: textAt(answer.body, 'id'), room: textAt(answer.body, 'video_room_id') };
      answers.push(answer?.body);
      // One of them has another visit then.
      if (answer?.status !== 409) break;
    }
    throw new Error(`no visit could be booked: ${JSON.stringify(answers)}`);
  };
};

/** @throws with what the server printed when it does not become ready */
export const startClinic = async ({
  address = '127.0.0.1',
  env = {},
}: ClinicOptions = {}): Promise<Clinic> => {
  const folder = madeFolder();
  const told = {
    DATA_DIR: folder.path,
    // The doors of a test's clinic see all its people from one address.
    OTP_SENDS_PER_ADDRESS_HOUR: '100',
    JOIN_EARLY_MINUTES: String(JOIN_EARLY_MINUTES),
    HOST: address === '127.0.0.1' ? address : '0.0.0.0',
    ...env,
  };
  let server: ServerProcess = await startServer({ env: told });
  const origin = `http://${address}:${server.port}`;
  const clients = new Map<DemoName, Promise<ApiClient>>();
  const as = (name: DemoName): Promise<ApiClient> => {
    const known = clients.get(name) ?? clientFor(origin, name);
    clients.set(name, known);
    return known;
  };
  const startedAt = Date.now();
  return {
    origin,
    as,
    book: bookings(as),
    codeFor: async (name) => {
      const deadline = Date.now() + CODE_LIMIT_MS;
      while (Date.now() < deadline) {
        const code = await newestCode(origin, name, startedAt);
        if (code !== null) return code;
        await pause(LOOK_EVERY_MS);
      }
      throw new Error(`no code reached ${name} within ${CODE_LIMIT_MS} ms`);
    },
    kill: async () => void (await server.kill('SIGKILL')),
    restart: async () => {
      server = await startServer({ env: told, port: server.port });
    },
    stop: async () => {
      await server.kill('SIGTERM');
      folder.remove();
    },
  };
};
