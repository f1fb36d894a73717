import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { holdIn, type RecordingRooms, recordingRooms } from '../../test/recording-rooms.ts';
import { act, call, initiate, later, newVisit, statusOf } from '../../test/video-visit.ts';
import { attend, type Seen } from './attend.ts';
import { selectCall } from './rows.ts';
import type { CallRecord } from './video-call.ts';

describeOnBothDatabases(
  'who a provider says is in a room',
  (world) => {
    let rooms: RecordingRooms;
    beforeAll(() => {
      rooms = recordingRooms('twilio');
      holdIn(world().deps, rooms);
    });

    const open = async () => {
      const booked = await newVisit(world());
      // While it can still be moved.
      const visit = { ...booked, openedAt: later(booked.startsAt, -10) };
      world().setNow(visit.openedAt);
      await initiate(world(), visit.patient, visit.id);
      const record = async (): Promise<CallRecord> => {
        const found = await selectCall(world().db, visit.id);
        if (!found) throw new Error('the call was opened');
        return found;
      };
      const { providerRoom } = await record();
      /** Something seen of a connection, so many minutes after the start. */
      const tell = (
        who: 'doctor' | 'patient',
        what: Seen['what'],
        minutes: number,
        connectionId: string,
        room = providerRoom,
      ) =>
        attend(world().deps, {
          provider: 'twilio',
          providerRoom: room,
          connectionId,
          personId: visit[who].id,
          what,
          at: later(visit.openedAt, minutes),
        });
      return { ...visit, record, tell, providerRoom };
    };

    it('moves the call from waiting to its end, without a word from any browser', async () => {
      const visit = await open();
      expect(visit.providerRoom).toMatch(/^apt-\d+-[a-z2-7]{10}$/);
      const [one, other] = [randomUUID(), randomUUID()];
      await visit.tell('patient', 'connected', 0, one);
      expect(await visit.record()).toMatchObject({ status: 'SCHEDULED', patient: { leftAt: null } });
      world().setNow(later(visit.openedAt, 1));
      await visit.tell('doctor', 'connected', 1, other);
      expect(await visit.record()).toMatchObject({ status: 'IN_PROGRESS' });
      expect(await statusOf(world(), visit.id)).toBe('IN_PROGRESS');
      world().setNow(later(visit.openedAt, 9));
      await visit.tell('patient', 'disconnected', 9, one);
      expect(await visit.record()).toMatchObject({
        status: 'IN_PROGRESS',
        patient: { leftAt: later(visit.openedAt, 9) },
        doctor: { leftAt: null },
      });
    });

    it('is told in any order and any number of times, to one effect', async () => {
      const visit = await open();
      const [first, second] = [randomUUID(), randomUUID()];
      await visit.tell('patient', 'disconnected', 1, first);
      await visit.tell('patient', 'connected', 0, first);
      expect((await visit.record()).patient.joinedAt).toBeNull();
      // A second connection of the same side takes over; the end of the first is told after it.
      await visit.tell('patient', 'connected', 2, second);
      await visit.tell('patient', 'connected', 2, second);
      await visit.tell('patient', 'disconnected', 1, first);
      expect(await visit.record()).toMatchObject({ patient: { leftAt: null } });
      await visit.tell('patient', 'disconnected', 3, second);
      await visit.tell('patient', 'connected', 2, second);
      expect((await visit.record()).patient.leftAt).not.toBeNull();
    });

    it('does not bring back a call that was over when it happened', async () => {
      const visit = await open();
      const one = randomUUID();
      await act(world(), visit.doctor, visit.id, 'start');
      world().setNow(later(visit.openedAt, 5));
      await act(world(), visit.patient, visit.id, 'join');
      await act(world(), visit.patient, visit.id, 'end');
      await visit.tell('patient', 'connected', 4, one);
      expect(await visit.record()).toMatchObject({ status: 'COMPLETED' });
      await visit.tell('patient', 'connected', 6, randomUUID());
      expect(await visit.record()).toMatchObject({ status: 'IN_PROGRESS' });
    });

    it('does not take a departure for a coming, where another connection’s end was never told', async () => {
      const visit = await open();
      const [lost, second] = [randomUUID(), randomUUID()];
      await visit.tell('patient', 'connected', 0, lost);
      await visit.tell('patient', 'connected', 1, second);
      await act(world(), visit.doctor, visit.id, 'start');
      world().setNow(later(visit.openedAt, 5));
      await act(world(), visit.patient, visit.id, 'end');
      await visit.tell('patient', 'disconnected', 5, second);
      expect(await visit.record()).toMatchObject({ status: 'COMPLETED' });
    });

    it('puts out who comes back to a visit whose time was given away', async () => {
      const visit = await open();
      await act(world(), visit.doctor, visit.id, 'start');
      await act(world(), visit.patient, visit.id, 'join');
      world().setNow(later(visit.openedAt, 5));
      await act(world(), visit.patient, visit.id, 'end');
      const startsAt = later(visit.openedAt, 20);
      const other = await world().newPerson();
      await world().newAppointment({ doctor: visit.doctor, patient: other, startsAt });
      rooms.closed = [];
      await visit.tell('patient', 'connected', 6, randomUUID());
      expect(rooms.closed).toEqual([visit.providerRoom]);
      expect(await visit.record()).toMatchObject({ status: 'COMPLETED' });
    });

    it('is asked of nobody by names that only look like ours', async () => {
      const visit = await open();
      for (const room of [
        'apt-0123-aaaaaaaaaa',
        'appointment_------------------------------------',
        'appointment_',
      ])
        await visit.tell('patient', 'connected', 0, randomUUID(), room);
      expect((await visit.record()).patient.joinedAt).toBeNull();
    });

    it('puts out who comes back after the window closed, into a room that was left open', async () => {
      const visit = await open();
      await act(world(), visit.doctor, visit.id, 'start');
      await act(world(), visit.patient, visit.id, 'join');
      world().setNow(later(visit.openedAt, 5));
      await act(world(), visit.patient, visit.id, 'end');
      rooms.closed = [];
      world().setNow(later(visit.openedAt, 71));
      await visit.tell('patient', 'connected', 71, randomUUID());
      expect(rooms.closed).toEqual([visit.providerRoom]);
      expect(await visit.record()).toMatchObject({ status: 'COMPLETED' });
    });

    it.each(['moved', 'cancelled'])('puts out who gets into the room of a %s visit', async (change) => {
      const visit = await open();
      const path = `/api/appointments/${visit.id}`;
      const startsAt = later(visit.openedAt, 60).toISOString();
      await (change === 'moved'
        ? call(world(), visit.doctor, 'PATCH', path, { starts_at: startsAt })
        : call(world(), visit.doctor, 'POST', `${path}/cancel`));
      rooms.closed = [];
      await visit.tell('patient', 'connected', 2, randomUUID());
      expect(rooms.closed).toEqual([visit.providerRoom]);
      rooms.closed = [];
      await visit.tell('patient', 'connected', 2, randomUUID());
      expect(rooms.closed).toEqual([visit.providerRoom]);
      expect((await visit.record()).patient.joinedAt).toBeNull();
    });

    it('is nothing to us where the room or the person is not of ours', async () => {
      const [visit, foreign] = [await open(), await open()];
      rooms.closed = [];
      await visit.tell('patient', 'connected', 0, randomUUID(), 'another system’s room');
      await visit.tell('patient', 'connected', 0, randomUUID(), 'apt-999999999-abcdefgh23');
      await visit.tell('patient', 'connected', 0, randomUUID(), foreign.providerRoom);
      expect(rooms.closed).toEqual([]);
      expect((await visit.record()).patient.joinedAt).toBeNull();
      expect((await foreign.record()).patient.joinedAt).toBeNull();
    });
  },
  { VIDEO_OTP: 'off' },
);
