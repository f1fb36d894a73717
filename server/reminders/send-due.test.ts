import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { VisitMessageKind } from '../../contract/deliveries.ts';
import type { Channel } from '../../contract/primitives.ts';
import { describeOnBothDatabases, type World } from '../../test/harness.ts';

import type { Person } from '../people/person.ts';
import { startSending } from './send-due.ts';

const LIMIT = { timeout: 10_000, interval: 50 };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface Visit {
  doctor: Person;
  patient: Person;
  id: string;
  startsAt: Date;
}

/** Everything that a provider was given of a visit: of which kind, on which way, to whom. */
const sentOf = async (world: World, { id, doctor }: Visit): Promise<string[]> => {
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

const toBoth = (kind: VisitMessageKind, ways: readonly Channel[] = ['email', 'whatsapp']): string[] =>
  ways.flatMap((way) => ['doctor', 'patient'].map((who) => `${kind} ${way} ${who}`)).sort();

const rowsOf = (world: World, { id }: Visit) =>
  world.db.query<{ kind: string; version: number; outcome: string | null; due_at: Date; line: string }>(
    `SELECT kind, appointment_version AS version, outcome, due_at, line FROM reminders
     WHERE appointment_id = $1 ORDER BY due_at, kind, line, person_id`,
    [id],
  );

/** What is still planned, each kind once. */
const plannedOf = async (world: World, visit: Visit): Promise<string[]> => {
  const rows = (await rowsOf(world, visit)).filter(({ outcome }) => outcome === null);
  const kinds = rows.map(({ kind, version }) => `${kind} v${version}`);
  for (const kind of new Set(kinds)) expect(kinds.filter((one) => one === kind)).toHaveLength(4);
  return [...new Set(kinds)];
};

/** Brings a planned time into the past, as if it had come. */
const comes = (world: World, { id }: Visit, kind: VisitMessageKind, agoMs = 1_000) =>
  world.db.query(
    `UPDATE reminders SET due_at = now() - $3 * interval '1 millisecond',
       next_at = now() - $3 * interval '1 millisecond'
     WHERE appointment_id = $1 AND kind = $2 AND ended_at IS NULL`,
    [id, kind, agoMs],
  );

describeOnBothDatabases('messages about a visit', (world) => {
  const start = async () => {
    const sender = await startSending(world().deps);
    onTestFinished(sender.stop);
    return sender;
  };

  const book = async (
    inMs: number,
    people: Partial<Pick<Visit, 'doctor' | 'patient'>> = {},
  ): Promise<Visit> => {
    const { app, newPerson, signIn } = world();
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

  const ask = async (person: Person, method: 'POST' | 'PATCH', url: string, payload: object) => {
    const { headers } = await world().signIn(person);
    const answer = await world().app.inject({ method, url, headers, payload });
    expect(answer.statusCode, answer.body).toBe(200);
  };

  it('are a confirmation at once to both, on both lines, and three reminders to come', async () => {
    await start();
    const visit = await book(30 * HOUR);
    await vi.waitUntil(async () => (await sentOf(world(), visit)).length >= 4, LIMIT);
    expect(await sentOf(world(), visit)).toEqual(toBoth('visit_confirmed'));
    const toCome = 'reminder_day v1,reminder_hour v1,reminder_quarter v1';
    await vi.waitUntil(async () => (await plannedOf(world(), visit)).join() === toCome, LIMIT);
  });

  it('are reminders when their time comes, each once', async () => {
    const sender = await start();
    const visit = await book(23 * HOUR);
    await vi.waitUntil(async () => (await sentOf(world(), visit)).length >= 4, LIMIT);
    await comes(world(), visit, 'reminder_hour');
    await vi.waitUntil(async () => (await sentOf(world(), visit)).length >= 8, LIMIT);
    await comes(world(), visit, 'reminder_quarter');
    await vi.waitUntil(async () => (await sentOf(world(), visit)).length >= 12, LIMIT);
    await sender.stop();
    expect(await sentOf(world(), visit)).toEqual([
      ...toBoth('reminder_hour'),
      ...toBoth('reminder_quarter'),
      ...toBoth('visit_confirmed'),
    ]);
    expect((await rowsOf(world(), visit)).map(({ outcome }) => outcome)).toEqual(Array(12).fill('sent'));
  });

  it('follow a move: news of it, and the reminders of the new time alone', async () => {
    const visit = await book(30 * HOUR);
    const startsAt = new Date(visit.startsAt.getTime() + 48 * HOUR).toISOString();
    await ask(visit.doctor, 'PATCH', `/api/appointments/${visit.id}`, { starts_at: startsAt });
    expect(await plannedOf(world(), visit)).toEqual([
      'visit_moved v2',
      'reminder_day v2',
      'reminder_hour v2',
      'reminder_quarter v2',
    ]);
    await start();
    await vi.waitUntil(async () => (await sentOf(world(), visit)).length >= 4, LIMIT);
    expect(await sentOf(world(), visit)).toEqual(toBoth('visit_moved'));
    const invites = world().messenger.sent.flatMap(({ body }) =>
      body.kind === 'visit' && body.template === 'visit_moved' && body.invite ? [body.invite] : [],
    );
    expect(invites.map(({ method }) => method)).toEqual(['REQUEST', 'REQUEST']);
    for (const { ics } of invites) expect(ics).toContain('SEQUENCE:1\r\n');
  });

  it('stop with a cancellation, which is told itself', async () => {
    const visit = await book(30 * HOUR);
    await ask(visit.patient, 'POST', `/api/appointments/${visit.id}/cancel`, {});
    expect(await plannedOf(world(), visit)).toEqual(['visit_cancelled v2']);
    await start();
    await vi.waitUntil(async () => (await sentOf(world(), visit)).length >= 4, LIMIT);
    expect(await sentOf(world(), visit)).toEqual(toBoth('visit_cancelled'));
  });

  it('are nothing that is no longer true, even where its plan was not withdrawn', async () => {
    const visit = await book(2 * HOUR);
    await world().db.query(`UPDATE appointments SET status = 'CANCELLED' WHERE id = $1`, [visit.id]);
    await comes(world(), visit, 'reminder_hour');
    await start();
    await vi.waitUntil(async () => (await plannedOf(world(), visit)).join() === 'reminder_quarter v1', LIMIT);
    expect(await sentOf(world(), visit)).toEqual([]);
    expect((await rowsOf(world(), visit)).filter(({ outcome }) => outcome === 'untrue')).toHaveLength(8);
  });

  it('are after an outage only the latest of those that are overdue', async () => {
    const visit = await book(30 * HOUR);
    await comes(world(), visit, 'reminder_day', 3_000);
    await comes(world(), visit, 'reminder_hour', 2_000);
    await start();
    await vi.waitUntil(async () => (await plannedOf(world(), visit)).join() === 'reminder_quarter v1', LIMIT);
    expect(await sentOf(world(), visit)).toEqual([...toBoth('reminder_hour'), ...toBoth('visit_confirmed')]);
    const outcomes = (await rowsOf(world(), visit)).map(({ kind, outcome }) => `${kind} ${outcome}`);
    expect(outcomes.filter((one) => one === 'reminder_day superseded')).toHaveLength(4);
  });

  it('are not a farther reminder after a nearer one, which quiet hours had brought forward', async () => {
    const visit = await book(30 * HOUR);
    await comes(world(), visit, 'reminder_quarter', 60_000);
    await start();
    await vi.waitUntil(async () => (await sentOf(world(), visit)).length >= 8, LIMIT);
    await comes(world(), visit, 'reminder_hour');
    await vi.waitUntil(async () => (await plannedOf(world(), visit)).join() === 'reminder_day v1', LIMIT);
    expect(await sentOf(world(), visit)).toEqual([
      ...toBoth('reminder_quarter'),
      ...toBoth('visit_confirmed'),
    ]);
  });

  it('are never a reminder after the start', async () => {
    const visit = await book(2 * HOUR);
    await world().db.query(
      `UPDATE reminders SET useful_until = now() - interval '1 second' WHERE appointment_id = $1`,
      [visit.id],
    );
    await comes(world(), visit, 'reminder_quarter');
    await start();
    await vi.waitUntil(async () => (await plannedOf(world(), visit)).join() === 'reminder_hour v1', LIMIT);
    expect(await sentOf(world(), visit)).toEqual([]);
  });

  it('go by SMS where WhatsApp refuses them, and the ledger has both', async () => {
    const { messenger, db } = world();
    const visit = await book(2 * HOUR);
    const send = messenger.send.bind(messenger);
    messenger.send = async (message, signal) => {
      const sent = await send(message, signal);
      return message.channel === 'whatsapp' ? { outcome: 'refused', fault: 'unreachable' } : sent;
    };
    onTestFinished(() => {
      messenger.send = send;
    });
    await start();
    await vi.waitUntil(
      async () => (await sentOf(world(), visit)).filter((line) => line.includes(' sms ')).length >= 2,
      LIMIT,
    );
    const ledger = await db.query<{ channel: string; status: string; fault: string | null }>(
      `SELECT channel, status, fault FROM messages WHERE appointment_id = $1 ORDER BY channel, person_id`,
      [visit.id],
    );
    await vi.waitUntil(
      async () => (await rowsOf(world(), visit)).filter((row) => row.outcome === 'sent').length === 4,
      LIMIT,
    );
    expect(ledger.filter(({ channel }) => channel === 'whatsapp').map(({ fault }) => fault)).toEqual([
      'unreachable',
      'unreachable',
    ]);
  });

  it('wait for a provider that is away, and come when it is back, each once', async () => {
    const { messenger } = world();
    const visit = await book(2 * HOUR);
    let isAway = true;
    const send = messenger.send.bind(messenger);
    messenger.send = async (message, signal) => {
      if (isAway && message.channel === 'email')
        return { outcome: 'unavailable', fault: 'unavailable', retryAfter: null };
      return send(message, signal);
    };
    onTestFinished(() => {
      messenger.send = send;
    });
    await start();
    await vi.waitUntil(async () => (await sentOf(world(), visit)).length >= 2, LIMIT);
    await pause(700);
    isAway = false;
    await vi.waitUntil(async () => (await sentOf(world(), visit)).length >= 4, {
      timeout: 15_000,
      interval: 50,
    });
    expect(await sentOf(world(), visit)).toEqual(toBoth('visit_confirmed'));
  });

  it('leave out whoever wants none on a line, and come on the other', async () => {
    const patient = await world().newPerson();
    await ask(patient, 'PATCH', '/api/me', { channels: ['email'] });
    const visit = await book(2 * HOUR, { patient });
    await start();
    await vi.waitUntil(async () => (await sentOf(world(), visit)).length >= 3, LIMIT);
    await pause(300);
    expect(await sentOf(world(), visit)).toEqual([
      'visit_confirmed email doctor',
      'visit_confirmed email patient',
      'visit_confirmed whatsapp doctor',
    ]);
  });

  it('move with somebody’s quiet hours, in the transaction that changes them', async () => {
    const visit = await book(30 * HOUR);
    const before = await rowsOf(world(), visit);
    const hour = before.find(({ kind }) => kind === 'reminder_hour')?.due_at ?? new Date();
    const at = (date: Date) => date.toISOString().slice(11, 16);
    const quietHours = {
      from: at(new Date(hour.getTime() - 10 * MINUTE)),
      to: at(new Date(hour.getTime() + 20 * MINUTE)),
    };
    await ask(visit.patient, 'PATCH', '/api/me', { quiet_hours: quietHours });
    const dues = (await rowsOf(world(), visit))
      .filter(({ kind, outcome }) => kind === 'reminder_hour' && outcome === null)
      .map(({ due_at }) => due_at.getTime() - hour.getTime());
    expect(dues.toSorted((a, b) => a - b)).toEqual([0, 0, 20 * MINUTE, 20 * MINUTE]);
    await ask(visit.patient, 'PATCH', '/api/me', { quiet_hours: null });
    expect(await rowsOf(world(), visit)).toEqual(before);
  });

  it('are planned for visits that were there before plans were', async () => {
    const { newPerson, newAppointment } = world();
    const [doctor, patient] = [await newPerson({ role: 'doctor' }), await newPerson()];
    const startsAt = new Date(Date.now() + 2 * HOUR);
    const visit = { doctor, patient, startsAt, id: await newAppointment({ doctor, patient, startsAt }) };
    expect(await rowsOf(world(), visit)).toEqual([]);
    await start();
    await vi.waitUntil(async () => (await rowsOf(world(), visit)).length === 8, LIMIT);
    expect(await plannedOf(world(), visit)).toEqual(['reminder_hour v1', 'reminder_quarter v1']);
    expect(await sentOf(world(), visit)).toEqual([]);
  });

  describe('with several senders at once', () => {
    let senders: Awaited<ReturnType<typeof startSending>>[] = [];
    beforeEach(async () => {
      senders = await Promise.all([1, 2, 3].map(() => startSending(world().deps)));
    });
    afterEach(async () => {
      await Promise.all(senders.map(({ stop }) => stop()));
    });

    it('go out once', async () => {
      const visits = await Promise.all(Array.from({ length: 10 }, () => book(2 * HOUR)));
      await vi.waitUntil(
        async () =>
          (await Promise.all(visits.map((visit) => sentOf(world(), visit)))).every(
            (sent) => sent.length >= 4,
          ),
        LIMIT,
      );
      await pause(500);
      for (const visit of visits) expect(await sentOf(world(), visit)).toEqual(toBoth('visit_confirmed'));
    });
  });
});
