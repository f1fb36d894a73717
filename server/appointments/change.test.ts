import { expect, test } from 'vitest';
import type { Appointment } from '../../contract/appointments.ts';
import type { Role } from '../../contract/primitives.ts';
import { describeOnBothDatabases, type World } from '../../test/harness.ts';
import type { Person } from '../people/person.ts';

/** A Monday, before the doctor's hours. */
const NOW = new Date('2027-03-01T07:00:00Z');
const START = new Date('2027-03-02T09:00:00Z');

interface Visit {
  doctor: Person;
  patient: Person;
  id: string;
}

const newVisit = async (
  world: World,
  given: { status?: string; startsAt?: Date; minutes?: number } = {},
): Promise<Visit> => {
  world.setNow(NOW);
  const [doctor, patient] = [await world.newPerson({ role: 'doctor' }), await world.newPerson()];
  const { headers } = await world.signIn(doctor);
  const weekly = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '12:00' }));
  await world.app.inject({ method: 'PUT', url: '/api/me/availability', headers, payload: { weekly } });
  const id = await world.newAppointment({ doctor, patient, startsAt: START, ...given });
  return { doctor, patient, id };
};

const call = async (
  world: World,
  person: Person,
  method: 'GET' | 'PATCH' | 'POST',
  path: string,
  payload?: object,
) => {
  const { headers } = await world.signIn(person);
  const answer = await world.app.inject({
    method,
    url: `/api/appointments/${path}`,
    headers,
    ...(payload ? { payload } : {}),
  });
  return { status: answer.statusCode, body: answer.json<Appointment & { code?: string }>() };
};

const move = (world: World, person: Person, id: string, startsAt: string) =>
  call(world, person, 'PATCH', id, { starts_at: startsAt });

const actor = async (world: World, visit: Visit, role: Role): Promise<Person> =>
  role === 'admin' ? world.newPerson({ role }) : visit[role];

const deeds = async ({ db }: World, id: string): Promise<string[]> =>
  (
    await db.query<{ action: string }>('SELECT action FROM audit_entries WHERE subject_id = $1 ORDER BY id', [
      id,
    ])
  ).map(({ action }) => action);

const versionOf = async ({ db }: World, id: string): Promise<{ version: number; room: string }> => {
  const [row] = await db.query<{ version: number; room: string }>(
    'SELECT version, room FROM appointments WHERE id = $1',
    [id],
  );
  return row ?? { version: 0, room: '' };
};

describeOnBothDatabases('an appointment', (world) => {
  test('is read by its participants and admins, by its id in any case or its number', async () => {
    const visit = await newVisit(world());
    const { body } = await call(world(), visit.patient, 'GET', visit.id);
    expect(body).toMatchObject({
      id: visit.id,
      status: 'CONFIRMED',
      appointment_date: '2027-03-02T09:00:00Z',
    });
    const admin = await actor(world(), visit, 'admin');
    for (const person of [visit.doctor, visit.patient, admin]) {
      for (const ref of [visit.id, visit.id.toUpperCase(), String(body.number), `${visit.id}/`]) {
        expect((await call(world(), person, 'GET', ref)).body.id).toBe(visit.id);
      }
    }
  });

  test('of others cannot be told from one that does not exist', async () => {
    const visit = await newVisit(world());
    const strangers = [await world().newPerson(), await world().newPerson({ role: 'doctor' })];
    const nowhere = '0190d9d4-0000-7000-8000-000000000000';
    for (const stranger of strangers) {
      for (const [method, path, payload] of [
        ['GET', '', undefined],
        ['PATCH', '', { starts_at: '2027-03-02T10:00:00Z' }],
        ['POST', '/confirm', {}],
        ['POST', '/cancel', {}],
      ] as const) {
        const foreign = await call(world(), stranger, method, visit.id + path, payload);
        const absent = await call(world(), stranger, method, nowhere + path, payload);
        expect(foreign).toEqual(absent);
        expect([foreign.status, foreign.body.code]).toEqual([404, 'appointment_not_found']);
      }
    }
  });

  test.each(['nonsense', '0', '-1', '1.5', '9999999999999999'])(
    'with the id %s is an invalid request',
    async (ref) => {
      const visit = await newVisit(world());
      expect((await call(world(), visit.patient, 'GET', ref)).body.code).toBe('invalid_request');
    },
  );

  test('needs somebody signed in', async () => {
    const visit = await newVisit(world());
    const answer = await world().app.inject({ url: `/api/appointments/${visit.id}` });
    expect(answer.statusCode).toBe(401);
  });
});

describeOnBothDatabases('moving', (world) => {
  test('gives a new time of the same length, a new version and a new room', async () => {
    const visit = await newVisit(world(), { minutes: 45 });
    const before = await versionOf(world(), visit.id);
    const moved = await move(world(), visit.patient, visit.id, '2027-03-03T10:30:00Z');
    expect(moved).toMatchObject({
      status: 200,
      body: {
        appointment_date: '2027-03-03T10:30:00Z',
        ends_at: '2027-03-03T11:15:00Z',
        status: 'CONFIRMED',
      },
    });
    const after = await versionOf(world(), visit.id);
    expect(after.version).toBe(before.version + 1);
    expect(after.room).not.toBe(before.room);
    expect(after.room).toBe(moved.body.video_room_id);
    expect(await deeds(world(), visit.id)).toEqual(['appointment.move']);
  });

  test('may overlap the time it leaves', async () => {
    const visit = await newVisit(world(), { minutes: 60 });
    expect((await move(world(), visit.patient, visit.id, '2027-03-02T09:30:00Z')).status).toBe(200);
  });

  test('to the time it has changes nothing', async () => {
    const visit = await newVisit(world());
    const before = await versionOf(world(), visit.id);
    expect((await move(world(), visit.patient, visit.id, '2027-03-02T09:00:00Z')).status).toBe(200);
    expect(await versionOf(world(), visit.id)).toEqual(before);
    expect(await deeds(world(), visit.id)).toEqual([]);
  });

  test.each([
    ['between two slots', '2027-03-02T10:15:00Z'],
    ['outside the hours', '2027-03-02T15:00:00Z'],
    ['so late that it would outlast the hours', '2027-03-02T11:30:00Z'],
    ['into the past', '2027-02-26T09:00:00Z'],
    ['too far ahead', '2027-09-30T09:00:00Z'],
  ])('%s is refused to a patient', async (_, startsAt) => {
    const visit = await newVisit(world(), { minutes: 45 });
    expect((await move(world(), visit.patient, visit.id, startsAt)).body.code).toBe('not_bookable');
  });

  test.each<Role>(['doctor', 'admin'])('to any whole minute is free to a %s', async (role) => {
    const visit = await newVisit(world());
    const person = await actor(world(), visit, role);
    expect((await move(world(), person, visit.id, '2027-03-06T19:13:00Z')).status).toBe(200);
    expect((await move(world(), person, visit.id, '2027-03-06T19:13:01Z')).body.code).toBe('not_bookable');
  });

  test('onto another visit is refused, the doctor’s and the patient’s', async () => {
    const visit = await newVisit(world());
    const { newAppointment, newPerson } = world();
    const at = (time: string) => new Date(`2027-03-03T${time}:00Z`);
    await newAppointment({ doctor: visit.doctor, patient: await newPerson(), startsAt: at('09:00') });
    await newAppointment({
      doctor: await newPerson({ role: 'doctor' }),
      patient: visit.patient,
      startsAt: at('10:00'),
    });
    expect((await move(world(), visit.patient, visit.id, '2027-03-03T09:00:00Z')).body.code).toBe(
      'slot_taken',
    );
    expect((await move(world(), visit.patient, visit.id, '2027-03-03T10:00:00Z')).body.code).toBe(
      'patient_busy',
    );
  });

  test.each(['IN_PROGRESS', 'COMPLETED', 'CANCELLED', 'NO_SHOW'])(
    'is refused once it is %s',
    async (status) => {
      const visit = await newVisit(world(), { status });
      const moved = await move(world(), visit.doctor, visit.id, '2027-03-03T10:00:00Z');
      expect([moved.status, moved.body.code]).toEqual([409, 'not_changeable']);
    },
  );

  test('is refused from the start of the visit on', async () => {
    const visit = await newVisit(world());
    world().setNow(START);
    expect((await move(world(), visit.doctor, visit.id, '2027-03-03T10:00:00Z')).body.code).toBe(
      'not_changeable',
    );
  });

  test('two people crossing over each other’s times end without a deadlock', async () => {
    const one = await newVisit(world());
    const { newAppointment, newPerson } = world();
    const otherPatient = await newPerson();
    const other = await newAppointment({
      doctor: one.doctor,
      patient: otherPatient,
      startsAt: new Date('2027-03-02T09:30:00Z'),
    });
    const moves = await Promise.all([
      move(world(), one.patient, one.id, '2027-03-02T10:00:00Z'),
      move(world(), otherPatient, other, '2027-03-02T10:00:00Z'),
    ]);
    expect(moves.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});

describeOnBothDatabases('confirming', (world) => {
  test.each<Role>(['doctor', 'admin'])('is for the %s, and once is enough', async (role) => {
    const visit = await newVisit(world(), { status: 'SCHEDULED' });
    const person = await actor(world(), visit, role);
    for (const _ of [1, 2]) {
      expect(await call(world(), person, 'POST', `${visit.id}/confirm`)).toMatchObject({
        status: 200,
        body: { status: 'CONFIRMED' },
      });
    }
    expect((await versionOf(world(), visit.id)).version).toBe(1);
    expect(await deeds(world(), visit.id)).toEqual(['appointment.confirm']);
  });

  test('is not for the patient', async () => {
    const visit = await newVisit(world(), { status: 'SCHEDULED' });
    expect((await call(world(), visit.patient, 'POST', `${visit.id}/confirm`)).body.code).toBe('forbidden');
  });

  test.each(['IN_PROGRESS', 'COMPLETED', 'CANCELLED', 'NO_SHOW'])(
    'is refused once it is %s',
    async (status) => {
      const visit = await newVisit(world(), { status });
      expect((await call(world(), visit.doctor, 'POST', `${visit.id}/confirm`)).body.code).toBe(
        'not_changeable',
      );
    },
  );
});

describeOnBothDatabases('cancelling', (world) => {
  test.each<Role>(['patient', 'doctor', 'admin'])('is open to the %s, and once is enough', async (role) => {
    const visit = await newVisit(world());
    const before = await versionOf(world(), visit.id);
    const person = await actor(world(), visit, role);
    const first = await call(world(), person, 'POST', `${visit.id}/cancel`, { reason: 'Travelling' });
    const second = await call(world(), person, 'POST', `${visit.id}/cancel`, { reason: 'Another reason' });
    expect(first).toMatchObject({ status: 200, body: { status: 'CANCELLED', cancel_reason: 'Travelling' } });
    expect(second).toEqual(first);
    const after = await versionOf(world(), visit.id);
    expect(after.version).toBe(before.version + 1);
    expect(after.room).not.toBe(before.room);
    expect(await deeds(world(), visit.id)).toEqual(['appointment.cancel']);
  });

  test('at once by everybody has one effect', async () => {
    const visit = await newVisit(world());
    const people = [visit.doctor, visit.patient, await actor(world(), visit, 'admin')];
    const answers = await Promise.all(
      people.map((person) => call(world(), person, 'POST', `${visit.id}/cancel`)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await versionOf(world(), visit.id)).version).toBe(2);
    expect(await deeds(world(), visit.id)).toEqual(['appointment.cancel']);
  });

  test('a visit that goes on is the doctor’s right and not the patient’s', async () => {
    const visit = await newVisit(world(), { status: 'IN_PROGRESS' });
    world().setNow(new Date('2027-03-02T09:05:00Z'));
    const byPatient = await call(world(), visit.patient, 'POST', `${visit.id}/cancel`);
    expect([byPatient.status, byPatient.body.code]).toEqual([409, 'not_changeable']);
    expect((await call(world(), visit.doctor, 'POST', `${visit.id}/cancel`)).status).toBe(200);
  });

  test.each(['COMPLETED', 'NO_SHOW'])('is refused once it is %s', async (status) => {
    const visit = await newVisit(world(), { status });
    expect((await call(world(), visit.doctor, 'POST', `${visit.id}/cancel`)).body.code).toBe(
      'not_changeable',
    );
  });

  test('is refused when the visit is over', async () => {
    const visit = await newVisit(world());
    world().setNow(new Date('2027-03-02T10:00:00Z'));
    expect((await call(world(), visit.patient, 'POST', `${visit.id}/cancel`)).body.code).toBe(
      'not_changeable',
    );
  });

  test('takes no line break and no unknown field in its reason', async () => {
    const visit = await newVisit(world());
    for (const payload of [{ reason: 'one\r\ntwo' }, { reasons: 'one' }, { reason: 7 }]) {
      expect((await call(world(), visit.patient, 'POST', `${visit.id}/cancel`, payload)).body.code).toBe(
        'invalid_request',
      );
    }
  });
});

describeOnBothDatabases(
  'where the doctor confirms bookings',
  (world) => {
    test('a visit that the patient moved waits for the doctor again, one that the doctor moved does not', async () => {
      const visit = await newVisit(world());
      expect((await move(world(), visit.patient, visit.id, '2027-03-03T10:00:00Z')).body.status).toBe(
        'SCHEDULED',
      );
      expect((await move(world(), visit.doctor, visit.id, '2027-03-03T11:00:00Z')).body.status).toBe(
        'CONFIRMED',
      );
    });
  },
  { BOOKING_CONFIRM: 'doctor' },
);
