import { expect, test } from 'vitest';
import type { AppointmentList } from '../../contract/appointments.ts';
import { describeOnBothDatabases, type World } from '../../test/harness.ts';
import type { Person } from '../people/person.ts';

const NOW = new Date('2027-03-01T12:00:00Z');
const HOUR_MS = 3_600_000;
const hoursOn = (hours: number): Date => new Date(NOW.getTime() + hours * HOUR_MS);

const list = async (world: World, person: Person, query = '') => {
  const { headers } = await world.signIn(person);
  const answer = await world.app.inject({ url: `/api/appointments${query}`, headers });
  return { status: answer.statusCode, body: answer.json<AppointmentList & { code?: string }>() };
};

const idsOf = ({ body }: { body: AppointmentList }): string[] => body.appointments.map(({ id }) => id);

const bothSides = async ({ newPerson, setNow }: World) => {
  setNow(NOW);
  return { doctor: await newPerson({ role: 'doctor' }), patient: await newPerson() };
};

describeOnBothDatabases('the list of appointments', (world) => {
  test('has what is not over and still open under upcoming, and all else under past', async () => {
    const people = await bothSides(world());
    const { newAppointment } = world();
    const add = (hours: number, status = 'CONFIRMED') =>
      newAppointment({ ...people, startsAt: hoursOn(hours), status });
    // 30 minutes long and 30 minutes of grace: over an hour after the start.
    const over = await add(-1);
    const inGrace = await add(-0.9 + 0.5, 'IN_PROGRESS');
    const later = await add(5, 'SCHEDULED');
    const soon = await add(2);
    const cancelled = await add(3, 'CANCELLED');
    const completed = await add(-0.2, 'COMPLETED');
    const missed = await add(-30, 'NO_SHOW');
    for (const person of [people.doctor, people.patient]) {
      expect(idsOf(await list(world(), person))).toEqual([inGrace, soon, later]);
      expect(idsOf(await list(world(), person, '?scope=upcoming'))).toEqual([inGrace, soon, later]);
      expect(idsOf(await list(world(), person, '?scope=past'))).toEqual([cancelled, completed, over, missed]);
    }
  });

  test('has only one’s own', async () => {
    const people = await bothSides(world());
    await world().newAppointment({ ...people, startsAt: hoursOn(2) });
    for (const role of ['patient', 'doctor', 'admin'] as const) {
      expect(idsOf(await list(world(), await world().newPerson({ role })))).toEqual([]);
    }
  });

  test('tells when and whether a visit can be joined', async () => {
    const people = await bothSides(world());
    await world().newAppointment({ ...people, startsAt: hoursOn(0.25) });
    await world().newAppointment({ ...people, startsAt: hoursOn(1) });
    const { body } = await list(world(), people.patient);
    expect(body.appointments.map(({ can_join, join_opens_at }) => [can_join, join_opens_at])).toEqual([
      [true, '2027-03-01T12:00:00Z'],
      [false, '2027-03-01T12:45:00Z'],
    ]);
  });

  test.each(['upcoming', 'past'])(
    'pages through %s without a gap or a repetition, equal starts too',
    async (scope) => {
      const { newPerson, newAppointment, setNow } = world();
      setNow(NOW);
      const patient = await newPerson();
      const direction = scope === 'upcoming' ? 1 : -1;
      const all: string[] = [];
      for (let count = 0; count < 7; count += 1) {
        const doctor = await newPerson({ role: 'doctor' });
        // Cancelled ones may share a start, so the id has to keep them apart.
        const startsAt = hoursOn(direction * (2 + Math.floor(count / 3)));
        const status = scope === 'past' ? 'CANCELLED' : 'CONFIRMED';
        all.push(
          await newAppointment({
            doctor,
            patient,
            startsAt: scope === 'past' ? startsAt : hoursOn(2 + count),
            status,
          }),
        );
      }
      const seen: string[] = [];
      let cursor: string | null = '';
      for (let pages = 0; cursor !== null && pages < 10; pages += 1) {
        const page = await list(world(), patient, `?scope=${scope}&limit=2${cursor && `&cursor=${cursor}`}`);
        expect(page.body.appointments.length).toBeLessThanOrEqual(2);
        seen.push(...idsOf(page));
        cursor = page.body.next_cursor;
      }
      expect(seen).toHaveLength(7);
      expect(new Set(seen)).toEqual(new Set(all));
      expect(seen).toEqual(idsOf(await list(world(), patient, `?scope=${scope}`)));
    },
  );

  test('has no next page where the last one is just full', async () => {
    const people = await bothSides(world());
    await world().newAppointment({ ...people, startsAt: hoursOn(2) });
    expect((await list(world(), people.patient, '?limit=1')).body.next_cursor).toBeNull();
  });

  test('keeps a page where it was when something is booked before it meanwhile', async () => {
    const people = await bothSides(world());
    const { newAppointment } = world();
    await newAppointment({ ...people, startsAt: hoursOn(4) });
    const second = await newAppointment({ ...people, startsAt: hoursOn(6) });
    const first = await list(world(), people.patient, '?limit=1');
    await newAppointment({ ...people, startsAt: hoursOn(2) });
    const next = await list(world(), people.patient, `?limit=1&cursor=${first.body.next_cursor}`);
    expect(idsOf(next)).toEqual([second]);
  });

  test('refuses a cursor that it did not give out', async () => {
    const people = await bothSides(world());
    await world().newAppointment({ ...people, startsAt: hoursOn(2) });
    await world().newAppointment({ ...people, startsAt: hoursOn(3) });
    const { body } = await list(world(), people.patient, '?limit=1');
    const tampered = Buffer.from(
      'upcoming 2027-02-30T12:00:00.000Z 0190d9d4-0000-7000-8000-000000000000',
    ).toString('base64url');
    for (const cursor of [
      'garbage',
      "'--",
      '%00',
      'a'.repeat(201),
      tampered,
      `${body.next_cursor}&scope=past`,
    ]) {
      const answer = await list(world(), people.patient, `?limit=1&cursor=${cursor}`);
      expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request']);
    }
  });

  test.each(['limit=0', 'limit=101', 'limit=1.5', 'limit=', 'scope=all', 'page=2', 'limit=1&limit=2'])(
    'refuses %s',
    async (query) => {
      const { patient } = await bothSides(world());
      expect((await list(world(), patient, `?${query}`)).body.code).toBe('invalid_request');
    },
  );
});
