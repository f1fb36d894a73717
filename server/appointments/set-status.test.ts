import { expect, test } from 'vitest';
import { describeOnBothDatabases, type World } from '../../test/harness.ts';
import type { Person } from '../people/person.ts';
import { findAppointment, findAppointmentByRoom, lockAppointment } from './find-appointment.ts';
import { type StatusChange, setAppointmentStatus } from './set-status.ts';

const START = new Date('2027-03-02T09:00:00Z');

const newVisit = async (world: World, status = 'CONFIRMED') => {
  const [doctor, patient] = [await world.newPerson({ role: 'doctor' }), await world.newPerson()];
  return { doctor, patient, id: await world.newAppointment({ doctor, patient, startsAt: START, status }) };
};

const set = ({ db }: World, change: StatusChange): Promise<void> =>
  db.tx(async (tx) => {
    await lockAppointment(tx, change.appointmentId);
    await setAppointmentStatus(tx, change);
  });

describeOnBothDatabases('the status of an appointment', (world) => {
  test.each(['IN_PROGRESS', 'COMPLETED', 'NO_SHOW', 'CONFIRMED'] as const)(
    'becomes %s without a new version or room, and every process hears of it',
    async (status) => {
      const { db } = world();
      const { id } = await newVisit(world());
      const before = await findAppointment(db, id);
      const heard: string[] = [];
      const unlisten = await db.listen('appointment_changed', (payload) => heard.push(payload));
      await set(world(), { appointmentId: id, status });
      const after = await findAppointment(db, id);
      expect(after).toEqual({ ...before, status, updatedAt: after?.updatedAt });
      await expect.poll(() => heard).toEqual([id]);
      await unlisten();
    },
  );

  test('is final when completed, unless said otherwise', async () => {
    const { db } = world();
    const { id } = await newVisit(world());
    await set(world(), { appointmentId: id, status: 'COMPLETED', completionFinal: false });
    expect((await findAppointment(db, id))?.completionFinal).toBe(false);
    await set(world(), { appointmentId: id, status: 'COMPLETED' });
    expect((await findAppointment(db, id))?.completionFinal).toBe(true);
  });

  test('CANCELLED ends the version and the room', async () => {
    const { db } = world();
    const { id } = await newVisit(world(), 'IN_PROGRESS');
    const before = await findAppointment(db, id);
    await set(world(), { appointmentId: id, status: 'CANCELLED', cancelReason: 'No picture' });
    const after = await findAppointment(db, id);
    expect(after).toMatchObject({
      status: 'CANCELLED',
      cancelReason: 'No picture',
      version: (before?.version ?? 0) + 1,
    });
    expect(await findAppointmentByRoom(db, before?.room ?? '')).toBeNull();
    expect((await findAppointmentByRoom(db, after?.room ?? ''))?.id).toBe(id);
  });

  test('changes with the rest of the caller’s transaction or not at all', async () => {
    const { db } = world();
    const { id } = await newVisit(world());
    const failing = db.tx(async (tx) => {
      await setAppointmentStatus(tx, { appointmentId: id, status: 'CANCELLED' });
      throw new Error('the call could not be written');
    });
    await expect(failing).rejects.toThrow('the call could not be written');
    expect(await findAppointment(db, id)).toMatchObject({ status: 'CONFIRMED', version: 1 });
  });

  test.each([
    ['doctor', 'slot_taken'],
    ['patient', 'patient_busy'],
  ] as const)('goes on no more once its time is given to another visit of the %s', async (side, code) => {
    const { newPerson, newAppointment } = world();
    const visit = await newVisit(world(), 'COMPLETED');
    const people: { doctor: Person; patient: Person } = {
      doctor: await newPerson({ role: 'doctor' }),
      patient: await newPerson(),
      [side]: visit[side],
    };
    await newAppointment({ ...people, startsAt: START });
    const goOn = set(world(), { appointmentId: visit.id, status: 'IN_PROGRESS' });
    await expect(goOn).rejects.toMatchObject({ code });
  });
});

describeOnBothDatabases('an appointment that is held', (world) => {
  test('waits for the one who holds it, and is then seen as they left it', async () => {
    const { db } = world();
    const { id } = await newVisit(world());
    let release = (): void => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const first = db.tx(async (tx) => {
      await lockAppointment(tx, id);
      await released;
      await setAppointmentStatus(tx, { appointmentId: id, status: 'IN_PROGRESS' });
    });
    const second = db.tx((tx) => lockAppointment(tx, id));
    release();
    await first;
    expect((await second)?.status).toBe('IN_PROGRESS');
  });

  test('that does not exist is null', async () => {
    const { db } = world();
    const nowhere = '0190d9d4-0000-7000-8000-000000000000';
    expect(await findAppointment(db, nowhere)).toBeNull();
    expect(await findAppointment(db, '999999999999999')).toBeNull();
    expect(await findAppointmentByRoom(db, "apt-1' OR true --")).toBeNull();
    expect(await db.tx((tx) => lockAppointment(tx, nowhere))).toBeNull();
  });
});
