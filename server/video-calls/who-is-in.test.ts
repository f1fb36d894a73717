import { expect, it } from 'vitest';
import { describeOnBothDatabases, type World } from '../../test/harness.ts';
import { act, call, initiate, later, newVisit } from '../../test/video-visit.ts';
import type { Person } from '../people/person.ts';
import { updateSeen } from './rows.ts';

const roomsOf = async (world: World, who: Person): Promise<unknown> => {
  const answer = await call(world, who, 'GET', '/api/video-calls/presence');
  expect(answer.status).toBe(200);
  return answer.body.rooms;
};

describeOnBothDatabases(
  'who is in the rooms',
  (world) => {
    it('is told to the two of a visit, and to nobody else', async () => {
      const { id, startsAt, doctor, patient } = await newVisit(world());
      world().setNow(later(startsAt, -15));
      await initiate(world(), doctor, id);
      expect(await roomsOf(world(), doctor)).toEqual([]);
      await act(world(), patient, id, 'join');
      const waiting = [{ appointmentId: id, doctorIsIn: false, patientIsIn: true }];
      expect(await roomsOf(world(), doctor)).toEqual(waiting);
      expect(await roomsOf(world(), patient)).toEqual(waiting);
      expect(await roomsOf(world(), await world().newPerson({ role: 'doctor' }))).toEqual([]);
      expect(await roomsOf(world(), await world().newPerson({ role: 'admin' }))).toEqual([]);
      await act(world(), doctor, id, 'join');
      expect(await roomsOf(world(), patient)).toEqual([
        { appointmentId: id, doctorIsIn: true, patientIsIn: true },
      ]);
    });

    it('is nobody once they went', async () => {
      const { id, startsAt, doctor, patient } = await newVisit(world());
      world().setNow(startsAt);
      await initiate(world(), doctor, id);
      await act(world(), patient, id, 'join');
      world().setNow(later(startsAt, 1));
      await act(world(), patient, id, 'leave');
      expect(await roomsOf(world(), doctor)).toEqual([]);
    });

    it('is not somebody whose connection was not seen for two minutes', async () => {
      const { id, startsAt, doctor, patient } = await newVisit(world());
      world().setNow(startsAt);
      await initiate(world(), doctor, id);
      await act(world(), patient, id, 'join');
      await updateSeen(world().db, { doctorOf: [], patientOf: [id] }, startsAt);
      world().setNow(later(startsAt, 2));
      expect(await roomsOf(world(), doctor)).toHaveLength(1);
      world().setNow(later(startsAt, 3));
      expect(await roomsOf(world(), doctor)).toEqual([]);
    });

    it('is nobody in a visit that was ended or cancelled', async () => {
      const { id, startsAt, doctor, patient } = await newVisit(world());
      world().setNow(startsAt);
      await initiate(world(), doctor, id);
      await act(world(), patient, id, 'join');
      await act(world(), doctor, id, 'join');
      await act(world(), doctor, id, 'end');
      expect(await roomsOf(world(), doctor)).toEqual([]);

      const other = await newVisit(world());
      world().setNow(other.startsAt);
      await initiate(world(), other.doctor, other.id);
      await act(world(), other.patient, other.id, 'join');
      await act(world(), other.doctor, other.id, 'cancel');
      expect(await roomsOf(world(), other.doctor)).toEqual([]);
    });

    it('needs somebody who is signed in', async () => {
      const answer = await world().app.inject({ method: 'GET', url: '/api/video-calls/presence' });
      expect(answer.statusCode).toBe(401);
    });
  },
  { VIDEO_OTP: 'off' },
);
