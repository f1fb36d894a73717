import { expect, test } from 'vitest';
import type { Appointment, Slot } from '../../contract/appointments.ts';
import { describeOnBothDatabases, type World } from '../../test/harness.ts';
import type { Person } from '../people/person.ts';

const RUSH = 500;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Monday noon in UTC: the doctor of these tests works every day from 9 to 17 there. */
const NOON = new Date('2027-03-01T12:00:00Z');

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '09:00', to: '17:00' }));

const newDoctor = async (world: World): Promise<Person> => {
  const doctor = await world.newPerson({ role: 'doctor' });
  const { headers } = await world.signIn(doctor);
  const set = await world.app.inject({
    method: 'PUT',
    url: '/api/me/availability',
    headers,
    payload: { weekly: EVERY_DAY, slot_minutes: 30 },
  });
  expect(set.statusCode).toBe(200);
  return doctor;
};

const post = async (world: World, person: Person, payload: object) => {
  const { headers } = await world.signIn(person);
  return world.app.inject({ method: 'POST', url: '/api/appointments', headers, payload });
};

const countOf = async ({ db }: World, doctor: Person): Promise<number> => {
  const [row] = await db.query<{ count: number }>(
    'SELECT count(*) AS count FROM appointments WHERE doctor_id = $1',
    [doctor.id],
  );
  return row?.count ?? -1;
};

describeOnBothDatabases('booking', (world) => {
  test('a patient books a free slot, and it is confirmed', async () => {
    const { newPerson, setNow, db } = world();
    setNow(NOON);
    const doctor = await newDoctor(world());
    const patient = await newPerson();
    const answer = await post(world(), patient, {
      doctor_id: doctor.id.toUpperCase(),
      starts_at: '2027-03-02T09:30:00Z',
      reason: '  Follow-up ',
    });
    expect(answer.statusCode).toBe(201);
    const booked = answer.json<Appointment>();
    expect(booked).toMatchObject({
      appointment_date: '2027-03-02T09:30:00Z',
      ends_at: '2027-03-02T10:00:00Z',
      duration_minutes: 30,
      session_type: 'telehealth',
      status: 'CONFIRMED',
      reason: 'Follow-up',
      can_join: false,
      join_opens_at: '2027-03-02T09:15:00Z',
      join_closes_at: '2027-03-02T10:30:00Z',
      doctor: { id: doctor.id, role: 'doctor' },
      psychologist: { id: doctor.id, role: 'doctor' },
      patient: { id: patient.id, role: 'patient' },
    });
    expect(booked.video_room_id).toMatch(new RegExp(`^apt-${booked.number}-[a-z2-7]{10}$`));
    expect(booked.meeting_url).toBe(`http://localhost:5002/video-session/${booked.video_room_id}`);
    const audit = await db.query('SELECT actor_id, action FROM audit_entries WHERE subject_id = $1', [
      booked.id,
    ]);
    expect(audit).toEqual([{ actor_id: patient.id, action: 'appointment.book' }]);
  });

  test('every process hears of it after the commit', async () => {
    const { newPerson, setNow, db } = world();
    setNow(NOON);
    const doctor = await newDoctor(world());
    const heard: string[] = [];
    const unlisten = await db.listen('appointment_changed', (id) => heard.push(id));
    const answer = await post(world(), await newPerson(), {
      doctor_id: doctor.id,
      starts_at: '2027-03-02T11:00:00Z',
    });
    await expect.poll(() => heard).toEqual([answer.json<Appointment>().id]);
    await unlisten();
  });

  test.each([
    ['a time between two slots', '2027-03-02T09:45:00Z'],
    ['a time outside the hours', '2027-03-02T17:00:00Z'],
    ['a second of a slot', '2027-03-02T09:30:01Z'],
    ['a time that has passed', '2027-03-01T11:30:00Z'],
    ['now itself', '2027-03-01T12:00:00Z'],
    ['a time more than 180 days ahead', '2027-08-29T09:30:00Z'],
  ])('a patient cannot book %s', async (_, startsAt) => {
    const { newPerson, setNow } = world();
    setNow(NOON);
    const doctor = await newDoctor(world());
    const answer = await post(world(), await newPerson(), { doctor_id: doctor.id, starts_at: startsAt });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'not_bookable']);
    expect(await countOf(world(), doctor)).toBe(0);
  });

  test.each([
    ['a day that does not exist', { starts_at: '2027-02-30T09:30:00Z' }],
    ['hour 24', { starts_at: '2027-03-02T24:00:00Z' }],
    ['a time without a zone', { starts_at: '2027-03-02T09:30:00' }],
    ['a field that is not in the contract', { starts_at: '2027-03-02T09:30:00Z', status: 'CONFIRMED' }],
    ['a prototype key', JSON.parse('{"starts_at":"2027-03-02T09:30:00Z","__proto__":{"a":1}}')],
    ['a number as text', { starts_at: '2027-03-02T09:30:00Z', duration_minutes: '30' }],
    ['no time', {}],
  ])('%s is refused as invalid', async (_, payload) => {
    const { newPerson, setNow } = world();
    setNow(NOON);
    const doctor = await newDoctor(world());
    const answer = await post(world(), await newPerson(), { doctor_id: doctor.id, ...payload });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid_request']);
  });

  test('what is taken is slot_taken, and what overlaps another visit of the patient is patient_busy', async () => {
    const { newPerson, setNow } = world();
    setNow(NOON);
    const [doctor, other] = [await newDoctor(world()), await newDoctor(world())];
    const patient = await newPerson();
    const slot = { doctor_id: doctor.id, starts_at: '2027-03-02T09:30:00Z' };
    expect((await post(world(), patient, slot)).statusCode).toBe(201);
    const second = await post(world(), await newPerson(), slot);
    expect([second.statusCode, second.json().code]).toEqual([409, 'slot_taken']);
    const overlapping = await post(world(), patient, { ...slot, doctor_id: other.id });
    expect([overlapping.statusCode, overlapping.json().code]).toEqual([409, 'patient_busy']);
  });

  test('nobody who is not a doctor can be booked', async () => {
    const { newPerson, setNow } = world();
    setNow(NOON);
    const patient = await newPerson();
    for (const id of [(await newPerson()).id, '0190d9d4-0000-7000-8000-000000000000']) {
      const answer = await post(world(), patient, { doctor_id: id, starts_at: '2027-03-02T09:30:00Z' });
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'not_found']);
    }
  });

  test('a patient cannot book for another, nor choose the length', async () => {
    const { newPerson, setNow } = world();
    setNow(NOON);
    const doctor = await newDoctor(world());
    const [patient, other] = [await newPerson(), await newPerson()];
    const slot = { doctor_id: doctor.id, starts_at: '2027-03-02T09:30:00Z' };
    for (const more of [{ patient_id: other.id }, { duration_minutes: 60 }]) {
      expect((await post(world(), patient, { ...slot, ...more })).statusCode).toBe(403);
    }
  });

  test('a doctor books any whole minute in their own calendar, of any length, and in nobody else’s', async () => {
    const { newPerson, setNow } = world();
    setNow(NOON);
    const [doctor, other] = [await newDoctor(world()), await newDoctor(world())];
    const patient = await newPerson();
    const visit = { patient_id: patient.id, starts_at: '2027-03-02T20:07:00Z', duration_minutes: 55 };
    const answer = await post(world(), doctor, { ...visit, doctor_id: doctor.id, session_type: 'in_person' });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({
      ends_at: '2027-03-02T21:02:00Z',
      session_type: 'in_person',
      meeting_url: null,
    });
    expect((await post(world(), doctor, { ...visit, doctor_id: other.id })).statusCode).toBe(403);
    expect(
      (await post(world(), doctor, { doctor_id: doctor.id, starts_at: visit.starts_at })).json().code,
    ).toBe('invalid_request');
  });

  test('a doctor may start a visit at once, but not in the past and not between two minutes', async () => {
    const { newPerson, setNow } = world();
    setNow(new Date('2027-03-02T12:00:30Z'));
    const doctor = await newDoctor(world());
    const patient = await newPerson();
    const at = async (startsAt: string) =>
      (await post(world(), doctor, { doctor_id: doctor.id, patient_id: patient.id, starts_at: startsAt }))
        .statusCode;
    expect(await at('2027-03-02T12:00:00Z')).toBe(201);
    expect(await at('2027-03-02T13:00:30Z')).toBe(400);
    expect(await at('2027-03-02T10:59:00Z')).toBe(400);
  });

  test('an admin books for anybody, with the doctor’s own length unless another is given', async () => {
    const { newPerson, setNow } = world();
    setNow(NOON);
    const doctor = await newDoctor(world());
    const [admin, patient] = [await newPerson({ role: 'admin' }), await newPerson()];
    const visit = { doctor_id: doctor.id, starts_at: '2027-03-02T18:01:00Z' };
    expect((await post(world(), admin, { ...visit, patient_id: patient.id })).json()).toMatchObject({
      duration_minutes: 30,
      patient: { id: patient.id },
    });
    const forDoctor = await post(world(), admin, { ...visit, patient_id: doctor.id });
    expect([forDoctor.statusCode, forDoctor.json().code]).toEqual([404, 'not_found']);
  });

  test('a booked slot is not offered any more, and a cancelled one is again', async () => {
    const { app, newPerson, setNow, signIn } = world();
    setNow(NOON);
    const doctor = await newDoctor(world());
    const patient = await newPerson();
    const { headers } = await signIn(patient);
    const offered = async (): Promise<string[]> => {
      const url = `/api/doctors/${doctor.id}/slots?from=2027-03-02T09:00:00Z&to=2027-03-02T10:30:00Z`;
      const answer = await app.inject({ url, headers });
      return answer.json<{ slots: Slot[] }>().slots.map((slot) => slot.starts_at);
    };
    expect(await offered()).toEqual(['2027-03-02T09:00:00Z', '2027-03-02T09:30:00Z', '2027-03-02T10:00:00Z']);
    const booked = await post(world(), patient, { doctor_id: doctor.id, starts_at: '2027-03-02T09:30:00Z' });
    expect(await offered()).toEqual(['2027-03-02T09:00:00Z', '2027-03-02T10:00:00Z']);
    await app.inject({ method: 'POST', url: `/api/appointments/${booked.json().id}/cancel`, headers });
    expect(await offered()).toHaveLength(3);
  });
});

describeOnBothDatabases('a rush', (world) => {
  test('500 people book one slot at once: one has it, 499 are told that it is taken', async () => {
    const { app, db, newPerson, setNow, signIn } = world();
    setNow(NOON);
    const doctor = await newDoctor(world());
    const clients: { authorization: string }[] = [];
    for (let count = 0; count < RUSH; count += 1) {
      clients.push((await signIn(await newPerson({ phone: null }))).headers);
    }
    const payload = { doctor_id: doctor.id, starts_at: '2027-03-03T09:00:00Z' };
    const answers = await Promise.all(
      clients.map((headers) => app.inject({ method: 'POST', url: '/api/appointments', headers, payload })),
    );
    const told = answers.map((answer) => (answer.statusCode === 201 ? 'booked' : answer.json().code));
    expect(told.filter((word) => word === 'booked')).toHaveLength(1);
    expect(told.filter((word) => word === 'slot_taken')).toHaveLength(RUSH - 1);
    const numbers = await db.query<{ number: number }>('SELECT number FROM appointments');
    expect(numbers).toHaveLength(1);
  }, 120_000);

  test('crossing bookings of doctors and patients end without a deadlock and without an overlap', async () => {
    const { app, db, newPerson, setNow, signIn } = world();
    setNow(NOON);
    const doctors = await Promise.all([1, 2, 3, 4].map(() => newDoctor(world())));
    const patients = await Promise.all([1, 2, 3, 4].map(() => newPerson()));
    const clients = await Promise.all(patients.map(async (patient) => (await signIn(patient)).headers));
    const wishes = clients.flatMap((headers) =>
      doctors.flatMap((doctor) =>
        ['09:00', '09:30', '10:00', '10:30'].map((time) => ({
          headers,
          payload: { doctor_id: doctor.id, starts_at: `2027-03-04T${time}:00Z` },
        })),
      ),
    );
    const answers = await Promise.all(
      wishes.map((wish) => app.inject({ method: 'POST', url: '/api/appointments', ...wish })),
    );
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([201, 409]));
    const booked = await db.query<{ doctor_id: string; patient_id: string; starts_at: Date }>(
      "SELECT doctor_id, patient_id, starts_at FROM appointments WHERE starts_at >= '2027-03-04T00:00:00Z'",
    );
    const seats = (side: 'doctor_id' | 'patient_id') =>
      new Set(booked.map((row) => `${row[side]} ${row.starts_at.toISOString()}`));
    expect(seats('doctor_id').size).toBe(booked.length);
    expect(seats('patient_id').size).toBe(booked.length);
  });

  test('the table itself refuses an overlap that no verb has judged', async () => {
    const { newPerson, newAppointment } = world();
    const [doctor, patient, other] = [await newDoctor(world()), await newPerson(), await newPerson()];
    const startsAt = new Date(NOON.getTime() + 9 * DAY_MS);
    await newAppointment({ doctor, patient, startsAt });
    const late = new Date(startsAt.getTime() + 29 * MINUTE_MS);
    await expect(newAppointment({ doctor, patient: other, startsAt: late })).rejects.toThrow(
      'doctor_is_free',
    );
  });
});

describeOnBothDatabases(
  'where the doctor confirms bookings',
  (world) => {
    test('a patient’s booking waits for the doctor, a doctor’s own does not', async () => {
      const { newPerson, setNow } = world();
      setNow(NOON);
      const doctor = await newDoctor(world());
      const patient = await newPerson();
      const asked = await post(world(), patient, { doctor_id: doctor.id, starts_at: '2027-03-02T09:30:00Z' });
      expect(asked.json()).toMatchObject({ status: 'SCHEDULED', can_join: false });
      const own = { doctor_id: doctor.id, patient_id: patient.id, starts_at: '2027-03-02T10:30:00Z' };
      expect((await post(world(), doctor, own)).json().status).toBe('CONFIRMED');
    });
  },
  { BOOKING_CONFIRM: 'doctor' },
);
