import type { DemoName } from '../../server/seed/demo-people.ts';
import { type ApiClient, call, clientFor, keepDoing, signInAt, textAt } from './api-client.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const STEP_MINUTES = 10;

/** Writers that go on at the same time, and a note of every write that was acknowledged. */
export interface Writers {
  /** Lets them write until the returned function is called. */
  start: () => () => Promise<void>;
  /** What was acknowledged and is not there, in words, over all that was noted since the last look. */
  missing: () => Promise<string[]>;
  /** How many writes were acknowledged. */
  acknowledged: () => number;
  /** Every answer that was neither a success nor silence. */
  refusals: { status: number; retryAfter: string | null }[];
}

interface Kind {
  write: () => Promise<void>;
  missing: () => Promise<string[]>;
}

type Note = (answer: { status: number; headers: Headers } | null, success: number) => boolean;

/** One person's name gets a higher number each time: it may never be lower than the last acknowledged one. */
const nameWriter = (person: ApiClient, who: string, note: Note): Kind => {
  let tried = 0;
  let sure = 0;
  return {
    write: async () => {
      tried += 1;
      const number = tried;
      if (note(await person.request('PATCH', '/api/me', { first_name: `Name ${number}` }), 200))
        sure = number;
    },
    missing: async () => {
      const name = textAt((await person.mustGet('/api/me')).body, 'first_name');
      const number = Number(/^Name (\d+)$/.exec(name)?.[1] ?? 0);
      const right = number >= sure && number <= tried;
      return right ? [] : [`${who} is called “${name}” after Name ${sure} was acknowledged`];
    },
  };
};

interface Calendar {
  admin: ApiClient;
  doctorId: string;
  patientId: string;
}

const stateOf = (body: Record<string, unknown>): string =>
  `${textAt(body, 'status')} at ${textAt(body, 'appointment_date')}`;

/** Visits are booked one after the other; every third is moved, every fourth cancelled. */
const visitWriter = ({ admin, doctorId, patientId }: Calendar, note: Note): Kind => {
  const first = Math.ceil(Date.now() / MINUTE_MS) * MINUTE_MS + 400 * DAY_MS;
  let steps = 0;
  /** What each visit may look like: one state, or two while a change is without an answer. */
  const noted = new Map<string, string[]>();
  const nextTime = (): string => {
    steps += 1;
    return new Date(first + steps * STEP_MINUTES * MINUTE_MS).toISOString();
  };
  const change = async (id: string, method: string, path: string, body: object, to: string) => {
    const before = noted.get(id) ?? [];
    noted.set(id, [...before, to]);
    const answer = await admin.request(method, path, body);
    if (answer && note(answer, 200)) noted.set(id, [stateOf(answer.body)]);
  };
  return {
    write: async () => {
      const startsAt = nextTime();
      const booking = {
        doctor_id: doctorId,
        patient_id: patientId,
        starts_at: startsAt,
        duration_minutes: 5,
      };
      const answer = await admin.request('POST', '/api/appointments', booking);
      if (!note(answer, 201) || !answer) return;
      const id = textAt(answer.body, 'id');
      noted.set(id, [stateOf(answer.body)]);
      const path = `/api/appointments/${id}`;
      if (steps % 3 === 0) {
        const to = nextTime();
        await change(id, 'PATCH', path, { starts_at: to }, `CONFIRMED at ${to}`);
      } else if (steps % 4 === 0) {
        await change(id, 'POST', `${path}/cancel`, {}, `CANCELLED at ${startsAt}`);
      }
    },
    missing: async () => {
      const found: string[] = [];
      for (const [id, states] of noted) {
        const answer = await admin.request('GET', `/api/appointments/${id}`);
        const state = answer?.status === 200 ? stateOf(answer.body) : `answered ${answer?.status}`;
        const allowed = states.map((allowedState) => allowedState.replace(/\.000Z$/, 'Z'));
        if (!allowed.includes(state.replace(/\.000Z$/, 'Z')))
          found.push(`visit ${id} is ${state} and must be ${states.join(' or ')}`);
      }
      noted.clear();
      return found;
    },
  };
};

/** Sign-ins: every token that was given out must go on working. */
const sessionWriter = (url: string, who: DemoName, note: (done: boolean) => void): Kind => {
  const tokens: string[] = [];
  return {
    write: async () => {
      const token = await signInAt(url, who).catch(() => null);
      if (token !== null) tokens.push(token);
      note(token !== null);
    },
    missing: async () => {
      const found: string[] = [];
      for (const token of tokens.splice(0)) {
        const { status } = await call(url, 'GET', '/api/me', { token });
        if (status !== 200) found.push(`a session of ${who} is gone: ${status}`);
      }
      return found;
    },
  };
};

/** Six writers over HTTP, against a server with the demo's clinic. */
export const prepareWriters = async (url: string): Promise<Writers> => {
  let acknowledged = 0;
  const refusals: Writers['refusals'] = [];
  const note: Note = (answer, success) => {
    if (answer?.status === success) acknowledged += 1;
    else if (answer) refusals.push({ status: answer.status, retryAfter: answer.headers.get('retry-after') });
    return answer?.status === success;
  };
  const names: DemoName[] = ['admin', 'doctor', 'doctor2', 'patient', 'patient2', 'patient3'];
  const clients = new Map<DemoName, ApiClient>();
  const ids = new Map<DemoName, string>();
  for (const name of names) {
    const client = await clientFor(url, name);
    clients.set(name, client);
    ids.set(name, textAt((await client.mustGet('/api/me')).body, 'id'));
  }
  const of = <T>(map: Map<DemoName, T>, name: DemoName): T => {
    const value = map.get(name);
    if (value === undefined) throw new Error(`nobody is called ${name}`);
    return value;
  };
  const calendar = (doctor: DemoName, patient: DemoName): Calendar => ({
    admin: of(clients, 'admin'),
    doctorId: of(ids, doctor),
    patientId: of(ids, patient),
  });
  const kinds = [
    nameWriter(of(clients, 'doctor'), 'doctor', note),
    nameWriter(of(clients, 'patient'), 'patient', note),
    nameWriter(of(clients, 'patient2'), 'patient2', note),
    visitWriter(calendar('doctor', 'patient'), note),
    visitWriter(calendar('doctor2', 'patient3'), note),
    sessionWriter(url, 'patient2', (done) => {
      acknowledged += done ? 1 : 0;
    }),
  ];
  return {
    start: () => {
      const loops = kinds.map(({ write }) => keepDoing(write));
      return async () => {
        for (const { stop } of loops) await stop();
      };
    },
    missing: async () => {
      const found: string[] = [];
      for (const kind of kinds) found.push(...(await kind.missing()));
      return found;
    },
    acknowledged: () => acknowledged,
    refusals,
  };
};
