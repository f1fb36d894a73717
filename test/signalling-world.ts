import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import {
  type ClientToServerEvents,
  type ServerToClientEvents,
  SOCKET_PATH,
  type Welcome,
} from '../contract/signalling.ts';
import type { Person } from '../server/people/person.ts';
import { attachSignalling } from '../server/video-calls/signalling/attach-signalling.ts';
import { openWorld, type SignedInClient, type World } from './harness.ts';

export type Client = Socket<ServerToClientEvents, ClientToServerEvents>;

const MINUTE_MS = 60_000;

export interface Visit {
  id: string;
  doctor: Person;
  patient: Person;
  asDoctor: SignedInClient;
  asPatient: SignedInClient;
}

interface Answer {
  status: number;
  body: { ticket?: { token: string } };
}

interface CallRow {
  status: string;
  doctor_left_at: Date | null;
  doctor_seen_at: Date | null;
  patient_left_at: Date | null;
}

interface Opening {
  ticket: string;
  accessToken?: string;
  headers?: Record<string, string>;
  transports?: ('websocket' | 'polling')[];
}

/** A side in its room. */
interface Inside {
  client: Client;
  welcome: Welcome;
}

/** Resolves with the next event of this kind. */
export const next = <Event extends keyof ServerToClientEvents>(
  client: Client,
  event: Event,
  within = 3_000,
): Promise<Parameters<ServerToClientEvents[Event]>[0]> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${event} in time`)), within);
    // The library's types can't follow an event's name through a generic.
    client.onAny((name: string, value: Parameters<ServerToClientEvents[Event]>[0]) => {
      if (name !== event) return;
      clearTimeout(timer);
      resolve(value);
    });
  });

/** Everything of one kind that a client is told from now on. */
export const gather = (client: Client, event: keyof ServerToClientEvents): unknown[] => {
  const heard: unknown[] = [];
  client.onAny((name: string, value: unknown) => {
    if (name === event) heard.push(value);
  });
  return heard;
};

/** A listening app with its signalling, and real clients of it. */
export class SignallingWorld {
  readonly world: World & { close: () => Promise<void> };
  readonly origin: string;
  readonly #signalling: { close: () => Promise<void> };
  readonly #clients: Client[] = [];

  private constructor(
    world: SignallingWorld['world'],
    signalling: { close: () => Promise<void> },
    origin: string,
  ) {
    this.world = world;
    this.#signalling = signalling;
    this.origin = origin;
  }

  static async open(kind: 'embedded' | 'server', env: Record<string, string>): Promise<SignallingWorld> {
    const world = await openWorld(kind, env);
    const signalling = await attachSignalling(world.deps, world.app.server);
    const origin = await world.app.listen({ port: 0, host: '127.0.0.1' });
    return new SignallingWorld(world, signalling, origin);
  }

  /** A visit that starts now, or in some minutes, with its call opened. */
  async newVisit(minutesFromNow = 0): Promise<Visit> {
    const doctor = await this.world.newPerson({ role: 'doctor', firstName: 'Grace' });
    const patient = await this.world.newPerson({ firstName: 'Ada' });
    const startsAt = new Date(Date.now() + minutesFromNow * MINUTE_MS);
    const id = await this.world.newAppointment({ doctor, patient, startsAt });
    const [asDoctor, asPatient] = [await this.world.signIn(doctor), await this.world.signIn(patient)];
    const visit = { id, doctor, patient, asDoctor, asPatient };
    await this.ticketFor(visit, asDoctor);
    return visit;
  }

  async request(
    who: SignedInClient,
    method: 'POST' | 'PATCH' | 'DELETE',
    url: string,
    payload?: object,
  ): Promise<Answer> {
    const { headers } = who;
    const answer = await this.world.app.inject({ method, url, headers, ...(payload ? { payload } : {}) });
    return { status: answer.statusCode, body: answer.body === '' ? {} : answer.json() };
  }

  async ticketFor({ id }: Pick<Visit, 'id'>, who: SignedInClient): Promise<string> {
    const { status, body } = await this.request(who, 'POST', '/api/video-calls/initiate', {
      appointmentId: id,
    });
    expect(status).toBe(200);
    return body.ticket?.token ?? '';
  }

  connect({ ticket, accessToken, headers = {}, transports = ['websocket'] }: Opening): Client {
    const client: Client = io(this.origin, {
      path: SOCKET_PATH,
      transports,
      forceNew: true,
      reconnection: false,
      extraHeaders: headers,
      auth: accessToken === undefined ? { ticket } : { ticket, accessToken },
    });
    this.#clients.push(client);
    return client;
  }

  /** The code with which a connection is refused. */
  refusal(opening: Opening): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const client = this.connect(opening);
      client.on('welcome', () => reject(new Error('it was let in')));
      client.on('bye', ({ code }) => resolve(`bye ${code}`));
      client.on('connect_error', (error: Error & { data?: { code?: string } }) => resolve(error.data?.code));
    });
  }

  async enter(visit: Visit, who: SignedInClient): Promise<Inside> {
    const client = this.connect({ ticket: await this.ticketFor(visit, who), accessToken: who.accessToken });
    return { client, welcome: await next(client, 'welcome') };
  }

  /** The doctor first; `joined` is what the doctor was told of the patient. */
  async both(visit: Visit) {
    const doctor = await this.enter(visit, visit.asDoctor);
    const joined = next(doctor.client, 'peer-joined');
    const patient = await this.enter(visit, visit.asPatient);
    return { doctor, patient, joined: await joined };
  }

  async record({ id }: Visit): Promise<CallRow | undefined> {
    const text = 'SELECT * FROM video_calls WHERE appointment_id = $1';
    return (await this.world.db.query<CallRow>(text, [id]))[0];
  }

  disconnectAll(): void {
    for (const client of this.#clients.splice(0)) client.disconnect();
  }

  closeSignalling(): Promise<void> {
    return this.#signalling.close();
  }

  async close(): Promise<void> {
    this.disconnectAll();
    await this.closeSignalling();
    await this.world.close();
  }
}

/** The same tests on both databases, each with a listening app of its own. */
export const describeSignalling = (
  name: string,
  body: (here: () => SignallingWorld) => void,
  env: Record<string, string> = { VIDEO_OTP: 'off' },
): void => {
  describe.each<{ kind: 'embedded' | 'server' }>([{ kind: 'embedded' }, { kind: 'server' }])(
    `${name} ($kind)`,
    ({ kind }) => {
      let opened: SignallingWorld | null = null;
      const here = (): SignallingWorld => {
        if (!opened) throw new Error('the world is opened before the tests run');
        return opened;
      };
      beforeAll(async () => {
        opened = await SignallingWorld.open(kind, env);
      });
      afterEach(() => here().disconnectAll());
      afterAll(() => opened?.close());
      body(here);
    },
  );
};
