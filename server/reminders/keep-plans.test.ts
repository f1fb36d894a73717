import { setTimeout as pause } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';
import {
  bookVisit,
  changeAs,
  HOUR,
  LIMIT,
  plannedOf,
  rowsOf,
  sentOf,
  startSender,
  toBoth,
} from '../../test/told-visit.ts';

const MINUTE = 60_000;

describeOnBothDatabases('what is planned of a visit', (world) => {
  it('follow a move: news of it, and the reminders of the new time alone', async () => {
    const visit = await bookVisit(world(), 30 * HOUR);
    const startsAt = new Date(visit.startsAt.getTime() + 48 * HOUR).toISOString();
    await changeAs(world(), visit.doctor, 'PATCH', `/api/appointments/${visit.id}`, { starts_at: startsAt });
    expect(await plannedOf(world(), visit)).toEqual([
      'visit_moved v2',
      'reminder_day v2',
      'reminder_hour v2',
      'reminder_quarter v2',
    ]);
    await startSender(world());
    await vi.waitUntil(async () => (await sentOf(world(), visit)).length >= 4, LIMIT);
    expect(await sentOf(world(), visit)).toEqual(toBoth('visit_moved'));
    const invites = world().messenger.sent.flatMap(({ body }) =>
      body.kind === 'visit' && body.template === 'visit_moved' && body.invite ? [body.invite] : [],
    );
    expect(invites.map(({ method }) => method)).toEqual(['REQUEST', 'REQUEST']);
    for (const { ics } of invites) expect(ics).toContain('SEQUENCE:1\r\n');
  });

  it('ends in the ledger with a move where it was still to be tried again', async () => {
    const { messenger, db } = world();
    messenger.answer = { outcome: 'unavailable', fault: 'unavailable', retryAfter: 30 };
    onTestFinished(() => {
      messenger.answer = null;
    });
    const patient = await world().newPerson();
    await changeAs(world(), patient, 'PATCH', '/api/me', { channels: ['email'] });
    const visit = await bookVisit(world(), 30 * HOUR, { patient });
    const sender = await startSender(world());
    const statuses = async () =>
      (
        await db.query<{ status: string }>(
          `SELECT status FROM messages WHERE appointment_id = $1 AND appointment_version = 1
             AND channel = 'email' AND person_id = $2`,
          [visit.id, patient.id],
        )
      ).map(({ status }) => status);
    await vi.waitUntil(async () => (await statuses()).join() === 'queued', LIMIT);
    await sender.stop();
    const startsAt = new Date(visit.startsAt.getTime() + 48 * HOUR).toISOString();
    await changeAs(world(), visit.doctor, 'PATCH', `/api/appointments/${visit.id}`, { starts_at: startsAt });
    expect(await statuses()).toEqual(['failed']);
  });

  it('stop with a cancellation, which is told itself', async () => {
    const visit = await bookVisit(world(), 30 * HOUR);
    await changeAs(world(), visit.patient, 'POST', `/api/appointments/${visit.id}/cancel`, {});
    expect(await plannedOf(world(), visit)).toEqual(['visit_cancelled v2']);
    await startSender(world());
    await vi.waitUntil(async () => (await sentOf(world(), visit)).length >= 4, LIMIT);
    expect(await sentOf(world(), visit)).toEqual(toBoth('visit_cancelled'));
  });

  it('leave out whoever wants none on a line, and come on the other', async () => {
    const patient = await world().newPerson();
    await changeAs(world(), patient, 'PATCH', '/api/me', { channels: ['email'] });
    const visit = await bookVisit(world(), 2 * HOUR, { patient });
    await startSender(world());
    await vi.waitUntil(async () => (await sentOf(world(), visit)).length >= 3, LIMIT);
    await pause(300);
    expect(await sentOf(world(), visit)).toEqual([
      'visit_confirmed email doctor',
      'visit_confirmed email patient',
      'visit_confirmed whatsapp doctor',
    ]);
  });

  it('move with somebody’s quiet hours, in the transaction that changes them', async () => {
    const visit = await bookVisit(world(), 30 * HOUR);
    const before = await rowsOf(world(), visit);
    const hour = before.find(({ kind }) => kind === 'reminder_hour')?.due_at ?? new Date();
    const at = (date: Date) => date.toISOString().slice(11, 16);
    const quietHours = {
      from: at(new Date(hour.getTime() - 10 * MINUTE)),
      to: at(new Date(hour.getTime() + 20 * MINUTE)),
    };
    await changeAs(world(), visit.patient, 'PATCH', '/api/me', { quiet_hours: quietHours });
    const dues = (await rowsOf(world(), visit))
      .filter(({ kind, outcome }) => kind === 'reminder_hour' && outcome === null)
      .map(({ due_at }) => due_at.getTime() - hour.getTime());
    expect(dues.toSorted((a, b) => a - b)).toEqual([0, 0, 20 * MINUTE, 20 * MINUTE]);
    await changeAs(world(), visit.patient, 'PATCH', '/api/me', { quiet_hours: null });
    expect(await rowsOf(world(), visit)).toEqual(before);
  });

  it('are planned for visits that were there before plans were', async () => {
    const { newPerson, newAppointment } = world();
    const [doctor, patient] = [await newPerson({ role: 'doctor' }), await newPerson()];
    const startsAt = new Date(Date.now() + 2 * HOUR);
    const visit = { doctor, patient, startsAt, id: await newAppointment({ doctor, patient, startsAt }) };
    expect(await rowsOf(world(), visit)).toEqual([]);
    await startSender(world());
    await vi.waitUntil(async () => (await rowsOf(world(), visit)).length === 8, LIMIT);
    expect(await plannedOf(world(), visit)).toEqual(['reminder_hour v1', 'reminder_quarter v1']);
    expect(await sentOf(world(), visit)).toEqual([]);
  });
});
