import { expect, test } from 'vitest';
import type { Availability, Slot } from '../../contract/appointments.ts';
import type { Doctor } from '../../contract/people.ts';
import { describeOnBothDatabases, type World } from '../../test/harness.ts';
import type { Person } from '../people/person.ts';

const NOW = new Date('2027-03-01T12:00:00Z');
const HOURS = {
  weekly: [
    { weekday: 1, from: '13:00', to: '24:00' },
    { weekday: 1, from: '09:00', to: '12:00' },
  ],
  exceptions: [
    { date: '2027-03-08', closed: true as const },
    { date: '2027-03-10', from: '10:00', to: '11:00' },
    { date: '2027-03-10', from: '14:00', to: '15:00' },
  ],
  slot_minutes: 20,
};

const put = async (world: World, person: Person, payload: object) => {
  const { headers } = await world.signIn(person);
  const answer = await world.app.inject({ method: 'PUT', url: '/api/me/availability', headers, payload });
  return { status: answer.statusCode, body: answer.json<Availability & { code?: string }>() };
};

const get = async <T>(world: World, person: Person, url: string) => {
  const { headers } = await world.signIn(person);
  const answer = await world.app.inject({ url, headers });
  return { status: answer.statusCode, body: answer.json<T & { code?: string }>() };
};

describeOnBothDatabases('working hours', (world) => {
  test('are empty at first, and then what the doctor set, in order', async () => {
    const doctor = await world().newPerson({ role: 'doctor' });
    const before = await get<Availability>(world(), doctor, '/api/me/availability');
    expect(before.body).toEqual({ weekly: [], exceptions: [], slot_minutes: 30 });
    const expected = { ...HOURS, weekly: HOURS.weekly.toReversed() };
    expect(await put(world(), doctor, HOURS)).toEqual({ status: 200, body: expected });
    expect((await get(world(), doctor, '/api/me/availability')).body).toEqual(expected);
  });

  test('are replaced as a whole, while slot_minutes stays where it is left out', async () => {
    const doctor = await world().newPerson({ role: 'doctor' });
    await put(world(), doctor, HOURS);
    const weekly = [{ weekday: 7, from: '00:00', to: '24:00' }];
    expect((await put(world(), doctor, { weekly })).body).toEqual({
      weekly,
      exceptions: [],
      slot_minutes: 20,
    });
  });

  test.each(['patient', 'admin'] as const)('are not for a %s', async (role) => {
    const person = await world().newPerson({ role });
    const read = await get(world(), person, '/api/me/availability');
    expect([read.status, read.body.code]).toEqual([403, 'forbidden']);
    expect(await put(world(), person, HOURS)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  test.each([
    [
      'two ranges of a weekday that overlap',
      { weekly: [...HOURS.weekly, { weekday: 1, from: '11:59', to: '12:30' }] },
    ],
    ['a range that ends before it begins', { weekly: [{ weekday: 1, from: '12:00', to: '09:00' }] }],
    ['a range of no length', { weekly: [{ weekday: 1, from: '12:00', to: '12:00' }] }],
    ['a range that begins at 24:00', { weekly: [{ weekday: 1, from: '24:00', to: '24:00' }] }],
    [
      'hours on a day off',
      {
        weekly: [],
        exceptions: [
          { date: '2027-03-08', closed: true },
          { date: '2027-03-08', from: '09:00', to: '10:00' },
        ],
      },
    ],
    [
      'the same day off twice',
      {
        weekly: [],
        exceptions: [
          { date: '2027-03-08', closed: true },
          { date: '2027-03-08', closed: true },
        ],
      },
    ],
  ])('with %s are refused', async (_, payload) => {
    const doctor = await world().newPerson({ role: 'doctor' });
    expect(await put(world(), doctor, payload)).toMatchObject({
      status: 400,
      body: { code: 'hours_overlap' },
    });
  });

  test.each([
    ['a day that does not exist', { weekly: [], exceptions: [{ date: '2027-02-29', closed: true }] }],
    ['weekday 0', { weekly: [{ weekday: 0, from: '09:00', to: '10:00' }] }],
    ['25 o’clock', { weekly: [{ weekday: 1, from: '09:00', to: '25:00' }] }],
    ['a slot of 4 minutes', { weekly: [], slot_minutes: 4 }],
    ['an open day off', { weekly: [], exceptions: [{ date: '2027-03-08', closed: false }] }],
    [
      'both closed and hours',
      { weekly: [], exceptions: [{ date: '2027-03-08', closed: true, from: '09:00', to: '10:00' }] },
    ],
    ['an unknown field', { weekly: [], zone: 'UTC' }],
    ['no weekly hours', {}],
  ])('with %s are invalid', async (_, payload) => {
    const doctor = await world().newPerson({ role: 'doctor' });
    expect(await put(world(), doctor, payload)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request' },
    });
  });

  test('set twice at once are one of the two', async () => {
    const doctor = await world().newPerson({ role: 'doctor' });
    const other = { weekly: [{ weekday: 1, from: '08:00', to: '16:00' }], exceptions: [], slot_minutes: 45 };
    const wanted = [HOURS, other, HOURS, other, HOURS, other];
    const answers = await Promise.all(wanted.map((hours) => put(world(), doctor, hours)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const { body } = await get<Availability>(world(), doctor, '/api/me/availability');
    expect(body.weekly).toHaveLength(body.slot_minutes === 45 ? 1 : 2);
  });
});

describeOnBothDatabases('doctors and their slots', (world) => {
  test('everybody signed in sees the doctors, by last name, with what is needed to book and no more', async () => {
    const { newPerson, app } = world();
    const last = await newPerson({
      role: 'doctor',
      firstName: 'Lin',
      lastName: 'Zhou',
      timeZone: 'Asia/Kolkata',
    });
    const first = await newPerson({ role: 'doctor', firstName: 'Ana', lastName: 'Abreu' });
    await put(world(), last, { weekly: [], slot_minutes: 45 });
    const { body } = await get<{ doctors: Doctor[] }>(world(), await newPerson(), '/api/doctors');
    const named = (id: string) => body.doctors.find((doctor) => doctor.id === id);
    expect(named(last.id)).toEqual({
      id: last.id,
      first_name: 'Lin',
      last_name: 'Zhou',
      time_zone: 'Asia/Kolkata',
      slot_minutes: 45,
      profile_image_url: null,
    });
    expect(named(first.id)?.slot_minutes).toBe(30);
    const ids = body.doctors.map(({ id }) => id);
    expect(ids.indexOf(first.id)).toBeLessThan(ids.indexOf(last.id));
    expect((await app.inject({ url: '/api/doctors' })).statusCode).toBe(401);
  });

  const slotsOf = async (person: Person, doctor: Person, query = '') =>
    get<{ slots: Slot[] }>(world(), person, `/api/doctors/${doctor.id}/slots${query}`);

  test('slots are those of the next 14 days unless asked otherwise', async () => {
    const { newPerson, setNow } = world();
    setNow(NOW);
    const [doctor, patient] = [
      await newPerson({ role: 'doctor', timeZone: 'Europe/Berlin' }),
      await newPerson(),
    ];
    await put(world(), doctor, { weekly: [{ weekday: 1, from: '13:30', to: '14:30' }], slot_minutes: 30 });
    expect((await slotsOf(patient, doctor)).body.slots).toEqual([
      { starts_at: '2027-03-01T12:30:00Z', ends_at: '2027-03-01T13:00:00Z' },
      { starts_at: '2027-03-01T13:00:00Z', ends_at: '2027-03-01T13:30:00Z' },
      { starts_at: '2027-03-08T12:30:00Z', ends_at: '2027-03-08T13:00:00Z' },
      { starts_at: '2027-03-08T13:00:00Z', ends_at: '2027-03-08T13:30:00Z' },
    ]);
  });

  test('none is offered in the past or beyond what can be booked', async () => {
    const { newPerson, setNow } = world();
    setNow(NOW);
    const [doctor, patient] = [await newPerson({ role: 'doctor' }), await newPerson()];
    const weekly = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '11:00', to: '13:00' }));
    await put(world(), doctor, { weekly, slot_minutes: 60 });
    const starts = async (query: string) =>
      (await slotsOf(patient, doctor, query)).body.slots.map((slot) => slot.starts_at);
    expect(await starts('?from=2027-02-26T00:00:00Z&to=2027-03-02T11:30:00Z')).toEqual([
      '2027-03-02T11:00:00Z',
    ]);
    expect(await starts('?from=2027-08-27T11:30:00Z&to=2027-09-02T00:00:00Z')).toEqual([
      '2027-08-27T12:00:00Z',
      '2027-08-28T11:00:00Z',
    ]);
    expect(await starts('?from=9999-01-01T00:00:00Z&to=9999-01-02T00:00:00Z')).toEqual([]);
    expect(await starts('?from=0000-01-01T00:00:00Z&to=0000-01-02T00:00:00Z')).toEqual([]);
  });

  test.each([
    [
      'a range that ends before it begins',
      '?from=2027-03-02T00:00:00Z&to=2027-03-01T00:00:00Z',
      'range_invalid',
    ],
    ['a range of no length', '?from=2027-03-02T00:00:00Z&to=2027-03-02T00:00:00Z', 'range_invalid'],
    ['a range of more than 62 days', '?from=2027-03-02T00:00:00Z&to=2027-05-03T00:00:01Z', 'range_invalid'],
    ['a day that does not exist', '?from=2027-02-29T00:00:00Z', 'invalid_request'],
    ['a date without a time', '?from=2027-03-02', 'invalid_request'],
    ['an unknown field', '?until=2027-03-02T00:00:00Z', 'invalid_request'],
  ])('%s is refused', async (_, query, code) => {
    const { newPerson, setNow } = world();
    setNow(NOW);
    const doctor = await newPerson({ role: 'doctor' });
    expect(await slotsOf(doctor, doctor, query)).toMatchObject({ status: 400, body: { code } });
  });

  test('a range of 62 days is still answered', async () => {
    const { newPerson, setNow } = world();
    setNow(NOW);
    const doctor = await newPerson({ role: 'doctor' });
    const { status } = await slotsOf(doctor, doctor, '?from=2027-03-02T00:00:00Z&to=2027-05-03T00:00:00Z');
    expect(status).toBe(200);
  });

  test('who is no doctor has no slots to show', async () => {
    const { newPerson } = world();
    const patient = await newPerson();
    expect(await slotsOf(patient, patient)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });
});
