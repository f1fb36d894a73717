import type { Person } from '../server/people/person.ts';
import type { World } from './harness.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

let hours = 0;
/** Each visit has an hour of its own, so that no two of a doctor overlap. */
export const nextStart = (): Date => {
  hours += 1;
  return new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS + hours * 2 * 60 * MINUTE_MS);
};

interface Visit {
  id: string;
  startsAt: Date;
  doctor: Person;
  patient: Person;
}

export const later = (from: Date, minutes: number): Date => new Date(from.getTime() + minutes * MINUTE_MS);

/** A visit of half an hour, confirmed unless told otherwise. */
export const newVisit = async (
  world: World,
  given: { status?: string; sessionType?: 'telehealth' | 'in_person' } = {},
): Promise<Visit> => {
  world.setNow(null);
  const doctor = await world.newPerson({ role: 'doctor', firstName: 'Grace', timeZone: 'Asia/Kolkata' });
  const patient = await world.newPerson({ timeZone: 'America/New_York' });
  const startsAt = nextStart();
  const id = await world.newAppointment({ doctor, patient, startsAt, ...given });
  return { id, startsAt, doctor, patient };
};

/** Access tokens live 15 minutes by the rules' clock: each request gets one of its own time. */
export const call = async (
  world: World,
  who: Person,
  method: 'GET' | 'POST' | 'PATCH',
  url: string,
  payload?: object,
) => {
  const { headers } = await world.signIn(who);
  const answer = await world.app.inject({ method, url, headers, ...(payload ? { payload } : {}) });
  return { status: answer.statusCode, body: answer.json() };
};

export const initiate = (world: World, who: Person, appointmentId: string) =>
  call(world, who, 'POST', '/api/video-calls/initiate', { appointmentId });
export const act = (world: World, who: Person, id: string, action: string) =>
  call(world, who, 'PATCH', `/api/video-calls/${id}/status`, { action });
export const statusOf = async (world: World, id: string): Promise<string> => {
  const [row] = await world.db.query<{ status: string }>('SELECT status FROM appointments WHERE id = $1', [
    id,
  ]);
  return row?.status ?? '';
};
