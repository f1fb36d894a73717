import { expect, onTestFinished } from 'vitest';
import type { VisitMessageKind } from '../contract/deliveries.ts';
import type { Channel } from '../contract/primitives.ts';
import type { Person } from '../server/people/person.ts';
import { startSending } from '../server/reminders/send-due.ts';
import type { World } from './harness.ts';

const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** Patience with what a sender does. */
export const LIMIT = { timeout: 10_000, interval: 50 };

/** A visit whose people are told of it. */
export interface ToldVisit {
  doctor: Person;
  patient: Person;
  id: string;
  startsAt: Date;
}

/** Everything that a provider was given of a visit: of which kind, on which way, to whom. */
export const sentOf = async (world: World, { id, doctor }: ToldVisit): Promise<string[]> => {
  const ledger = await world.db.query<{ id: string; kind: string; channel: string; person_id: string }>(
    'SELECT id, kind, channel, person_id FROM messages WHERE appointment_id = $1',
    [id],
  );
  const lines = new Map(
    ledger.map((row) => [
      row.id,
      `${row.kind} ${row.channel} ${row.person_id === doctor.id ? 'doctor' : 'patient'}`,
    ]),
  );
  return world.messenger.sent
    .map((message) => lines.get(message.id))
    .filter((line) => line !== undefined)
    .sort();
};

export const toBoth = (kind: VisitMessageKind, ways: readonly Channel[] = ['email', 'whatsapp']): string[] =>
  ways.flatMap((way) => ['doctor', 'patient'].map((who) => `${kind} ${way} ${who}`)).sort();

export const rowsOf = (world: World, { id }: ToldVisit) =>
  world.db.query<{ kind: string; version: number; outcome: string | null; due_at: Date; line: string }>(
    `SELECT kind, appointment_version AS version, outcome, due_at, line FROM reminders
     WHERE appointment_id = $1 ORDER BY due_at, kind, line, person_id`,
    [id],
  );

/** What is still planned, each kind once. */
export const plannedOf = async (world: World, visit: ToldVisit): Promise<string[]> => {
  const rows = (await rowsOf(world, visit)).filter(({ outcome }) => outcome === null);
  const kinds = rows.map(({ kind, version }) => `${kind} v${version}`);
  return [...new Set(kinds)];
};

/** Brings a planned time into the past, as if it had come. */
export const comes = (world: World, { id }: ToldVisit, kind: VisitMessageKind, agoMs = 1_000) =>
  world.db.query(
    `UPDATE reminders SET due_at = now() - $3 * interval '1 millisecond',
       next_at = now() - $3 * interval '1 millisecond'
     WHERE appointment_id = $1 AND kind = $2 AND ended_at IS NULL`,
    [id, kind, agoMs],
  );

/** A sender that stops with the test. */
export const startSender = async (world: World) => {
  const sender = await startSending(world.deps);
  onTestFinished(sender.stop);
  return sender;
};

/** The doctor books it, so many milliseconds ahead. */
export const bookVisit = async (
  world: World,
  inMs: number,
  people: Partial<Pick<ToldVisit, 'doctor' | 'patient'>> = {},
): Promise<ToldVisit> => {
  const { app, newPerson, signIn } = world;
  const doctor = people.doctor ?? (await newPerson({ role: 'doctor', firstName: 'Mira' }));
  const patient = people.patient ?? (await newPerson());
  const startsAt = new Date(Math.ceil((Date.now() + inMs) / MINUTE) * MINUTE);
  const answer = await app.inject({
    method: 'POST',
    url: '/api/appointments',
    headers: (await signIn(doctor)).headers,
    payload: { doctor_id: doctor.id, patient_id: patient.id, starts_at: startsAt.toISOString() },
  });
  expect(answer.statusCode, answer.body).toBe(201);
  return { doctor, patient, id: answer.json().id, startsAt };
};

/** Something that one of them changes. */
export const changeAs = async (
  world: World,
  person: Person,
  method: 'POST' | 'PATCH',
  url: string,
  payload: object,
): Promise<void> => {
  const { headers } = await world.signIn(person);
  const answer = await world.app.inject({ method, url, headers, payload });
  expect(answer.statusCode, answer.body).toBe(200);
};
