import type { Appointment } from '../contract/appointments.ts';
import type { Role } from '../contract/primitives.ts';
import type { Person } from '../server/people/person.ts';
import type { World } from './harness.ts';

/** A Monday, before the doctor's hours. */
const NOW = new Date('2027-03-01T07:00:00Z');
export const VISIT_START = new Date('2027-03-02T09:00:00Z');

interface Visit {
  doctor: Person;
  patient: Person;
  id: string;
}

export const newVisit = async (
  world: World,
  given: { status?: string; startsAt?: Date; minutes?: number } = {},
): Promise<Visit> => {
  world.setNow(NOW);
  const [doctor, patient] = [await world.newPerson({ role: 'doctor' }), await world.newPerson()];
  const { headers } = await world.signIn(doctor);
  const weekly = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '12:00' }));
  await world.app.inject({ method: 'PUT', url: '/api/me/availability', headers, payload: { weekly } });
  const id = await world.newAppointment({ doctor, patient, startsAt: VISIT_START, ...given });
  return { doctor, patient, id };
};

export const callAppointment = async (
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

export const moveVisit = (world: World, person: Person, id: string, startsAt: string) =>
  callAppointment(world, person, 'PATCH', id, { starts_at: startsAt });

/** The one of the visit in this role; any admin. */
export const inRole = async (world: World, visit: Visit, role: Role): Promise<Person> =>
  role === 'admin' ? world.newPerson({ role }) : visit[role];

export const deedsOf = async ({ db }: World, id: string): Promise<string[]> =>
  (
    await db.query<{ action: string }>('SELECT action FROM audit_entries WHERE subject_id = $1 ORDER BY id', [
      id,
    ])
  ).map(({ action }) => action);

export const versionOf = async ({ db }: World, id: string): Promise<{ version: number; room: string }> => {
  const [row] = await db.query<{ version: number; room: string }>(
    'SELECT version, room FROM appointments WHERE id = $1',
    [id],
  );
  return row ?? { version: 0, room: '' };
};
