import { expect, test } from 'vitest';
import type { Role } from '../../contract/primitives.ts';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { deedsOf, inRole, moveVisit, newVisit, VISIT_START, versionOf } from '../../test/planned-visit.ts';

describeOnBothDatabases('moving', (world) => {
  test('gives a new time of the same length, a new version and a new room', async () => {
    const visit = await newVisit(world(), { minutes: 45 });
    const before = await versionOf(world(), visit.id);
    const moved = await moveVisit(world(), visit.patient, visit.id, '2027-03-03T10:30:00Z');
    expect(moved).toMatchObject({
      status: 200,
      body: {
        appointment_date: '2027-03-03T10:30:00Z',
        ends_at: '2027-03-03T11:15:00Z',
        status: 'CONFIRMED',
      },
    });
    const after = await versionOf(world(), visit.id);
    expect(after.version).toBe(before.version + 1);
    expect(after.room).not.toBe(before.room);
    expect(after.room).toBe(moved.body.video_room_id);
    expect(await deedsOf(world(), visit.id)).toEqual(['appointment.move']);
  });

  test('may overlap the time it leaves', async () => {
    const visit = await newVisit(world(), { minutes: 60 });
    expect((await moveVisit(world(), visit.patient, visit.id, '2027-03-02T09:30:00Z')).status).toBe(200);
  });

  test('to the time it has changes nothing', async () => {
    const visit = await newVisit(world());
    const before = await versionOf(world(), visit.id);
    expect((await moveVisit(world(), visit.patient, visit.id, '2027-03-02T09:00:00Z')).status).toBe(200);
    expect(await versionOf(world(), visit.id)).toEqual(before);
    expect(await deedsOf(world(), visit.id)).toEqual([]);
  });

  test.each([
    ['between two slots', '2027-03-02T10:15:00Z'],
    ['outside the hours', '2027-03-02T15:00:00Z'],
    ['so late that it would outlast the hours', '2027-03-02T11:30:00Z'],
    ['into the past', '2027-02-26T09:00:00Z'],
    ['too far ahead', '2027-09-30T09:00:00Z'],
  ])('%s is refused to a patient', async (_, startsAt) => {
    const visit = await newVisit(world(), { minutes: 45 });
    expect((await moveVisit(world(), visit.patient, visit.id, startsAt)).body.code).toBe('not_bookable');
  });

  test.each<Role>(['doctor', 'admin'])('to any whole minute is free to a %s', async (role) => {
    const visit = await newVisit(world());
    const person = await inRole(world(), visit, role);
    expect((await moveVisit(world(), person, visit.id, '2027-03-06T19:13:00Z')).status).toBe(200);
    expect((await moveVisit(world(), person, visit.id, '2027-03-06T19:13:01Z')).body.code).toBe(
      'not_bookable',
    );
  });

  test('onto another visit is refused, the doctor’s and the patient’s', async () => {
    const visit = await newVisit(world());
    const { newAppointment, newPerson } = world();
    const at = (time: string) => new Date(`2027-03-03T${time}:00Z`);
    await newAppointment({ doctor: visit.doctor, patient: await newPerson(), startsAt: at('09:00') });
    await newAppointment({
      doctor: await newPerson({ role: 'doctor' }),
      patient: visit.patient,
      startsAt: at('10:00'),
    });
    expect((await moveVisit(world(), visit.patient, visit.id, '2027-03-03T09:00:00Z')).body.code).toBe(
      'slot_taken',
    );
    expect((await moveVisit(world(), visit.patient, visit.id, '2027-03-03T10:00:00Z')).body.code).toBe(
      'patient_busy',
    );
  });

  test.each(['IN_PROGRESS', 'COMPLETED', 'CANCELLED', 'NO_SHOW'])(
    'is refused once it is %s',
    async (status) => {
      const visit = await newVisit(world(), { status });
      const moved = await moveVisit(world(), visit.doctor, visit.id, '2027-03-03T10:00:00Z');
      expect([moved.status, moved.body.code]).toEqual([409, 'not_changeable']);
    },
  );

  test('is refused from the start of the visit on', async () => {
    const visit = await newVisit(world());
    world().setNow(VISIT_START);
    expect((await moveVisit(world(), visit.doctor, visit.id, '2027-03-03T10:00:00Z')).body.code).toBe(
      'not_changeable',
    );
  });

  test('two people crossing over each other’s times end without a deadlock', async () => {
    const one = await newVisit(world());
    const { newAppointment, newPerson } = world();
    const otherPatient = await newPerson();
    const other = await newAppointment({
      doctor: one.doctor,
      patient: otherPatient,
      startsAt: new Date('2027-03-02T09:30:00Z'),
    });
    const moves = await Promise.all([
      moveVisit(world(), one.patient, one.id, '2027-03-02T10:00:00Z'),
      moveVisit(world(), otherPatient, other, '2027-03-02T10:00:00Z'),
    ]);
    expect(moves.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});

describeOnBothDatabases(
  'where the doctor confirms bookings',
  (world) => {
    test('a visit that the patient moved waits for the doctor again, one that the doctor moved does not', async () => {
      const visit = await newVisit(world());
      expect((await moveVisit(world(), visit.patient, visit.id, '2027-03-03T10:00:00Z')).body.status).toBe(
        'SCHEDULED',
      );
      expect((await moveVisit(world(), visit.doctor, visit.id, '2027-03-03T11:00:00Z')).body.status).toBe(
        'CONFIRMED',
      );
    });
  },
  { BOOKING_CONFIRM: 'doctor' },
);
