import { expect, test } from 'vitest';
import type { Role } from '../../contract/primitives.ts';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { callAppointment, deedsOf, inRole, newVisit, versionOf } from '../../test/planned-visit.ts';

describeOnBothDatabases('cancelling', (world) => {
  test.each<Role>(['patient', 'doctor', 'admin'])('is open to the %s, and once is enough', async (role) => {
    const visit = await newVisit(world());
    const before = await versionOf(world(), visit.id);
    const person = await inRole(world(), visit, role);
    const first = await callAppointment(world(), person, 'POST', `${visit.id}/cancel`, {
      reason: 'Travelling',
    });
    const second = await callAppointment(world(), person, 'POST', `${visit.id}/cancel`, {
      reason: 'Another reason',
    });
    expect(first).toMatchObject({ status: 200, body: { status: 'CANCELLED', cancel_reason: 'Travelling' } });
    expect(second).toEqual(first);
    const after = await versionOf(world(), visit.id);
    expect(after.version).toBe(before.version + 1);
    expect(after.room).not.toBe(before.room);
    expect(await deedsOf(world(), visit.id)).toEqual(['appointment.cancel']);
  });

  test('at once by everybody has one effect', async () => {
    const visit = await newVisit(world());
    const people = [visit.doctor, visit.patient, await inRole(world(), visit, 'admin')];
    const answers = await Promise.all(
      people.map((person) => callAppointment(world(), person, 'POST', `${visit.id}/cancel`)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await versionOf(world(), visit.id)).version).toBe(2);
    expect(await deedsOf(world(), visit.id)).toEqual(['appointment.cancel']);
  });

  test('a visit that goes on is the doctor’s right and not the patient’s', async () => {
    const visit = await newVisit(world(), { status: 'IN_PROGRESS' });
    world().setNow(new Date('2027-03-02T09:05:00Z'));
    const byPatient = await callAppointment(world(), visit.patient, 'POST', `${visit.id}/cancel`);
    expect([byPatient.status, byPatient.body.code]).toEqual([409, 'not_changeable']);
    expect((await callAppointment(world(), visit.doctor, 'POST', `${visit.id}/cancel`)).status).toBe(200);
  });

  test.each(['COMPLETED', 'NO_SHOW'])('is refused once it is %s', async (status) => {
    const visit = await newVisit(world(), { status });
    expect((await callAppointment(world(), visit.doctor, 'POST', `${visit.id}/cancel`)).body.code).toBe(
      'not_changeable',
    );
  });

  test('is refused when the visit is over', async () => {
    const visit = await newVisit(world());
    world().setNow(new Date('2027-03-02T10:00:00Z'));
    expect((await callAppointment(world(), visit.patient, 'POST', `${visit.id}/cancel`)).body.code).toBe(
      'not_changeable',
    );
  });

  test('takes no line break and no unknown field in its reason', async () => {
    const visit = await newVisit(world());
    for (const payload of [{ reason: 'one\r\ntwo' }, { reasons: 'one' }, { reason: 7 }]) {
      expect(
        (await callAppointment(world(), visit.patient, 'POST', `${visit.id}/cancel`, payload)).body.code,
      ).toBe('invalid_request');
    }
  });
});
