import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import type { VisitMessageKind } from '../../contract/deliveries.ts';
import type { Channel } from '../../contract/primitives.ts';
import type { VisitMessages } from '../../contract/reminders.ts';
import { describeOnBothDatabases, type World } from '../../test/harness.ts';
import { inRole, newVisit } from '../../test/planned-visit.ts';
import type { Person } from '../people/person.ts';

const NOWHERE = '0190d9d4-0000-7000-8000-000000000000';

interface Sent {
  visit: { id: string };
  to: Person;
  at: string;
  kind?: VisitMessageKind;
  channel?: Channel;
  version?: number;
}

const addSent = async ({ db }: World, { visit, to, at, ...given }: Sent): Promise<string> => {
  const id = uuidv7();
  await db.query(
    `INSERT INTO messages (id, person_id, kind, channel, address_key, to_masked, status, created_at,
       appointment_id, appointment_version)
     VALUES ($1, $2, $3, $4, '\\x00', '+1 ••••••••00', 'delivered', $5::text::timestamptz, $6, $7)`,
    [id, to.id, given.kind ?? 'visit_confirmed', given.channel ?? 'sms', at, visit.id, given.version ?? 1],
  );
  await db.query(
    `INSERT INTO message_events (message_id, status, at) VALUES
       ($1, 'delivered', $2::text::timestamptz + interval '2 seconds'), ($1, 'queued', $2::text::timestamptz)`,
    [id, at],
  );
  return id;
};

interface Planned {
  visit: { id: string };
  to: Person;
  dueAt: string;
  kind?: VisitMessageKind;
  line?: 'phone' | 'email';
  ended?: boolean;
}

const addPlanned = async ({ db }: World, { visit, to, dueAt, ...given }: Planned): Promise<void> => {
  await db.query(
    `INSERT INTO reminders (id, appointment_id, appointment_version, kind, person_id, line, due_at, next_at,
       useful_until, outcome, ended_at)
     VALUES ($1, $2, 1, $3, $4, $5, $6::text::timestamptz, $6::text::timestamptz, $6::text::timestamptz, $7,
       CASE WHEN $7::text IS NULL THEN NULL ELSE now() END)`,
    [
      uuidv7(),
      visit.id,
      given.kind ?? 'reminder_day',
      to.id,
      given.line ?? 'phone',
      dueAt,
      given.ended ? 'sent' : null,
    ],
  );
};

const ask = async (world: World, person: Person, ref: string) => {
  const { headers } = await world.signIn(person);
  return world.app.inject({ url: `/api/appointments/${ref}/messages`, headers });
};
const list = async (world: World, person: Person, ref: string): Promise<VisitMessages> => {
  const answer = await ask(world, person, ref);
  expect(answer.statusCode).toBe(200);
  return answer.json<VisitMessages>();
};

describeOnBothDatabases('what was and is to be told of a visit', (world) => {
  test('is nothing where nothing is', async () => {
    const visit = await newVisit(world());
    expect(await list(world(), visit.patient, visit.id)).toEqual({ sent: [], planned: [] });
  });

  test('says to whom, what, which way, when and how far it came', async () => {
    const visit = await newVisit(world());
    const { patient } = visit;
    const id = await addSent(world(), {
      visit,
      to: patient,
      at: '2027-03-01T08:00:00Z',
      channel: 'whatsapp',
    });
    await addPlanned(world(), { visit, to: patient, dueAt: '2027-03-01T09:00:00Z', line: 'email' });
    const person = {
      id: patient.id,
      first_name: patient.firstName,
      last_name: patient.lastName,
      role: 'patient',
      profile_image_url: null,
    };
    expect(await list(world(), patient, visit.id)).toEqual({
      sent: [
        {
          id,
          kind: 'visit_confirmed',
          person,
          channel: 'whatsapp',
          to: '+1 ••••••••00',
          status: 'delivered',
          fault: null,
          created_at: '2027-03-01T08:00:00.000Z',
          history: [
            { status: 'queued', at: '2027-03-01T08:00:00.000Z', fault: null },
            { status: 'delivered', at: '2027-03-01T08:00:02.000Z', fault: null },
          ],
        },
      ],
      planned: [{ kind: 'reminder_day', person, line: 'email', due_at: '2027-03-01T09:00:00.000Z' }],
    });
  });

  test('is their own for a patient, and that of both for doctor and admins; by the number as by the id', async () => {
    const visit = await newVisit(world());
    const { doctor, patient } = visit;
    for (const to of [doctor, patient]) {
      await addSent(world(), { visit, to, at: '2027-03-01T08:00:00Z' });
      await addPlanned(world(), { visit, to, dueAt: '2027-03-01T09:00:00Z' });
    }
    const [row] = await world().db.query<{ number: number }>(
      'SELECT number FROM appointments WHERE id = $1',
      [visit.id],
    );
    const whose = async (person: Person, ref: string) => {
      const { sent, planned } = await list(world(), person, ref);
      return [sent, planned].map((told) => told.map((one) => one.person.id).sort());
    };
    const both = [doctor.id, patient.id].sort();
    for (const ref of [visit.id, String(row?.number)]) {
      expect(await whose(patient, ref)).toEqual([[patient.id], [patient.id]]);
      expect(await whose(doctor, ref)).toEqual([both, both]);
      expect(await whose(await inRole(world(), visit, 'admin'), ref)).toEqual([both, both]);
    }
  });

  test('begins with the newest of what was sent and the next of what is to come, of all versions', async () => {
    const visit = await newVisit(world());
    const { patient: to } = visit;
    const middle = await addSent(world(), { visit, to, at: '2027-03-01T08:00:00Z', version: 2 });
    const newest = await addSent(world(), { visit, to, at: '2027-03-01T09:00:00Z', channel: 'email' });
    const oldest = await addSent(world(), { visit, to, at: '2027-03-01T07:00:00Z' });
    await addPlanned(world(), { visit, to, dueAt: '2027-03-02T08:45:00Z', kind: 'reminder_quarter' });
    await addPlanned(world(), { visit, to, dueAt: '2027-03-02T08:00:00Z', kind: 'reminder_hour' });
    await addPlanned(world(), {
      visit,
      to,
      dueAt: '2027-03-02T07:00:00Z',
      kind: 'reminder_day',
      ended: true,
    });
    const { sent, planned } = await list(world(), to, visit.id);
    expect(sent.map(({ id }) => id)).toEqual([newest, middle, oldest]);
    expect(planned.map(({ kind }) => kind)).toEqual(['reminder_hour', 'reminder_quarter']);
  });

  test('has nothing of another visit of the same two', async () => {
    const visit = await newVisit(world());
    const { doctor, patient } = visit;
    const other = {
      id: await world().newAppointment({ doctor, patient, startsAt: new Date('2027-03-03T09:00:00Z') }),
    };
    await addSent(world(), { visit: other, to: patient, at: '2027-03-01T08:00:00Z' });
    await addPlanned(world(), { visit: other, to: patient, dueAt: '2027-03-01T09:00:00Z' });
    for (const person of [doctor, patient])
      expect(await list(world(), person, visit.id)).toEqual({ sent: [], planned: [] });
  });

  test('of others cannot be told from that of a visit that does not exist', async () => {
    const visit = await newVisit(world());
    for (const stranger of [await world().newPerson(), await world().newPerson({ role: 'doctor' })]) {
      const answers = [await ask(world(), stranger, visit.id), await ask(world(), stranger, NOWHERE)];
      const [foreign, absent] = answers.map((answer) => ({
        ...answer.json<object>(),
        status: answer.statusCode,
      }));
      expect(foreign).toMatchObject({ status: 404, code: 'appointment_not_found' });
      expect(foreign).toEqual(absent);
    }
    const answer = await world().app.inject({ url: `/api/appointments/${visit.id}/messages` });
    expect(answer.statusCode).toBe(401);
  });
});
