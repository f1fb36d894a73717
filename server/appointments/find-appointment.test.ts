import { expect, test } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { callAppointment, inRole, newVisit } from '../../test/planned-visit.ts';

describeOnBothDatabases('an appointment', (world) => {
  test('is read by its participants and admins, by its id in any case or its number', async () => {
    const visit = await newVisit(world());
    const { body } = await callAppointment(world(), visit.patient, 'GET', visit.id);
    expect(body).toMatchObject({
      id: visit.id,
      status: 'CONFIRMED',
      appointment_date: '2027-03-02T09:00:00Z',
    });
    const admin = await inRole(world(), visit, 'admin');
    for (const person of [visit.doctor, visit.patient, admin]) {
      for (const ref of [visit.id, visit.id.toUpperCase(), String(body.number), `${visit.id}/`]) {
        expect((await callAppointment(world(), person, 'GET', ref)).body.id).toBe(visit.id);
      }
    }
  });

  test('of others cannot be told from one that does not exist', async () => {
    const visit = await newVisit(world());
    const strangers = [await world().newPerson(), await world().newPerson({ role: 'doctor' })];
    const nowhere = '0190d9d4-0000-7000-8000-000000000000';
    for (const stranger of strangers) {
      for (const [method, path, payload] of [
        ['GET', '', undefined],
        ['PATCH', '', { starts_at: '2027-03-02T10:00:00Z' }],
        ['POST', '/confirm', {}],
        ['POST', '/cancel', {}],
      ] as const) {
        const foreign = await callAppointment(world(), stranger, method, visit.id + path, payload);
        const absent = await callAppointment(world(), stranger, method, nowhere + path, payload);
        expect(foreign).toEqual(absent);
        expect([foreign.status, foreign.body.code]).toEqual([404, 'appointment_not_found']);
      }
    }
  });

  test.each(['nonsense', '0', '-1', '1.5', '9999999999999999'])(
    'with the id %s is an invalid request',
    async (ref) => {
      const visit = await newVisit(world());
      expect((await callAppointment(world(), visit.patient, 'GET', ref)).body.code).toBe('invalid_request');
    },
  );

  test('needs somebody signed in', async () => {
    const visit = await newVisit(world());
    const answer = await world().app.inject({ url: `/api/appointments/${visit.id}` });
    expect(answer.statusCode).toBe(401);
  });
});
