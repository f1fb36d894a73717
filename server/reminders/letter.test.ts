import { expect, it, vi } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { bookVisit, changeAs, HOUR, LIMIT, startSender } from '../../test/told-visit.ts';
import type { Message } from '../messages/messenger.ts';

const MINUTE = 60_000;

describeOnBothDatabases(
  'a letter about a visit',
  (world) => {
    const lettersTo = (to: string): Message[] =>
      world().messenger.sent.filter((message) => message.to === to);
    const bodyOf = (message: Message | undefined) => (message?.body.kind === 'visit' ? message.body : null);

    it('leads to the door once the visit is confirmed, and to its page before that and after', async () => {
      const { app, newPerson, signIn, db } = world();
      await startSender(world());
      const doctor = await newPerson({ role: 'doctor' });
      const patient = await newPerson();
      const startsAt = new Date(Math.ceil(Date.now() / MINUTE) * MINUTE + 30 * HOUR);
      await db.query('INSERT INTO doctor_settings (doctor_id, slot_minutes) VALUES ($1, 30)', [doctor.id]);
      for (let weekday = 1; weekday <= 7; weekday += 1) {
        await db.query(
          `INSERT INTO doctor_weekly_hours (doctor_id, weekday, from_minute, to_minute) VALUES ($1, $2, 0, 1440)`,
          [doctor.id, weekday],
        );
      }
      const slots = await app.inject({
        method: 'GET',
        url: `/api/doctors/${doctor.id}/slots?from=${startsAt.toISOString()}&to=${new Date(startsAt.getTime() + 2 * HOUR).toISOString()}`,
        headers: (await signIn(patient)).headers,
      });
      const answer = await app.inject({
        method: 'POST',
        url: '/api/appointments',
        headers: (await signIn(patient)).headers,
        payload: { doctor_id: doctor.id, starts_at: slots.json().slots[0].starts_at },
      });
      expect(answer.json()).toMatchObject({ status: 'SCHEDULED' });
      const page = `/appointments/${answer.json().id}`;
      await vi.waitUntil(() => lettersTo(doctor.email).length === 1, LIMIT);
      await changeAs(world(), doctor, 'POST', `/api${page}/confirm`, {});
      await vi.waitUntil(() => lettersTo(doctor.email).length === 2, LIMIT);
      await changeAs(world(), doctor, 'POST', `/api${page}/cancel`, {});
      await vi.waitUntil(() => lettersTo(doctor.email).length === 3, LIMIT);
      const bodies = lettersTo(doctor.email).map(bodyOf);
      expect(bodies.map((body) => body?.template)).toEqual([
        'visit_requested',
        'visit_confirmed',
        'visit_cancelled',
      ]);
      expect(bodies.map((body) => body?.url.pathname)).toEqual([page, `${page}/video`, page]);
      expect(bodies.map((body) => body?.invite?.method)).toEqual(['REQUEST', 'REQUEST', 'CANCEL']);
      expect(bodies[0]?.invite?.ics).toContain('STATUS:TENTATIVE\r\n');
    });

    it('speaks to each in their own zone and language, and of the other', async () => {
      const patient = await world().newPerson({ firstName: 'Priya', lastName: 'Raman' });
      await changeAs(world(), patient, 'PATCH', '/api/me', { time_zone: 'Asia/Kolkata', locale: 'es' });
      const visit = await bookVisit(world(), 30 * HOUR, { patient });
      await startSender(world());
      await vi.waitUntil(
        () => lettersTo(patient.email).length === 1 && lettersTo(visit.doctor.email).length === 1,
        LIMIT,
      );
      const [toPatient] = lettersTo(patient.email);
      const [toDoctor] = lettersTo(visit.doctor.email);
      const at = (locale: string, timeZone: string) =>
        new Intl.DateTimeFormat(locale, {
          timeZone,
          hour: locale === 'es' ? 'numeric' : '2-digit',
          minute: '2-digit',
        }).format(visit.startsAt);
      expect(toPatient?.language).toBe('es');
      expect(toPatient?.text).toContain('hora estándar de la India');
      expect(toPatient?.text).toContain(at('es', 'Asia/Kolkata'));
      expect(toPatient?.text).toContain('Mira Okafor');
      expect(toDoctor?.text).toContain(at('en-GB', 'UTC'));
      expect(toDoctor?.text).toContain('Priya Raman');
      expect(toDoctor?.text).not.toContain(patient.email);
    });
  },
  { BOOKING_CONFIRM: 'doctor' },
);
