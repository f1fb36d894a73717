import { expect, test } from 'vitest';
import type { Role } from '../../contract/primitives.ts';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { callAppointment, deedsOf, inRole, newVisit, versionOf } from '../../test/planned-visit.ts';

describeOnBothDatabases('confirming', (world) => {
  test.each<Role>(['doctor', 'admin'])('is for the %s, and once is enough', async (role) => {
    const visit = await newVisit(world(), { status: 'SCHEDULED' });
    const person = await inRole(world(), visit, role);
    for (const _ of [1, 2]) {
      expect(await callAppointment(world(), person, 'POST', `${visit.id}/confirm`)).toMatchObject({
        status: 200,
        body: { status: 'CONFIRMED' },
      });
    }
    expect((await versionOf(world(), visit.id)).version).toBe(1);
    expect(await deedsOf(world(), visit.id)).toEqual(['appointment.confirm']);
  });

  test('is not for the patient', async () => {
    const visit = await newVisit(world(), { status: 'SCHEDULED' });
    expect((await callAppointment(world(), visit.patient, 'POST', `${visit.id}/confirm`)).body.code).toBe(
      'forbidden',
    );
  });

  test.each(['IN_PROGRESS', 'COMPLETED', 'CANCELLED', 'NO_SHOW'])(
    'is refused once it is %s',
    async (status) => {
      const visit = await newVisit(world(), { status });
      expect((await callAppointment(world(), visit.doctor, 'POST', `${visit.id}/confirm`)).body.code).toBe(
        'not_changeable',
      );
    },
  );
});
