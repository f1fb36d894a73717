import { beforeEach, expect, it } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { holdIn, type RecordingRooms, recordingRooms } from '../../test/recording-rooms.ts';
import { act, call, initiate, later, newVisit } from '../../test/video-visit.ts';
import { keepRooms, tendRooms } from './keep-rooms.ts';
import { selectCall } from './rows.ts';
import { videoProviders } from './video-providers.ts';

const SECOND_MS = 1_000;

describeOnBothDatabases(
  'a room that nobody belongs in any more',
  (world) => {
    let rooms: RecordingRooms;
    beforeEach(() => {
      rooms = recordingRooms('jitsi');
      holdIn(world().deps, rooms);
    });

    const open = async () => {
      const booked = await newVisit(world());
      // While it can still be moved.
      const visit = { ...booked, openedAt: later(booked.startsAt, -10) };
      world().setNow(visit.openedAt);
      expect((await initiate(world(), visit.patient, visit.id)).status).toBe(200);
      return visit;
    };
    const seconds = (from: Date, count: number): Date => new Date(from.getTime() + count * SECOND_MS);
    const waiting = async () =>
      (await world().db.query<{ room: string }>('SELECT provider_room AS room FROM room_closings')).map(
        ({ room }) => room,
      );

    it('is closed with the change, and never left written down', async () => {
      const visit = await open();
      await act(world(), visit.doctor, visit.id, 'start');
      await act(world(), visit.doctor, visit.id, 'end');
      expect(rooms.closed).toEqual([`appointment_${visit.id}`]);
      expect(await waiting()).toEqual([]);
    });

    it('is closed within five seconds also where nobody heard of the change', async () => {
      for (const change of ['move', 'cancel']) {
        const visit = await open();
        const path = `/api/appointments/${visit.id}`;
        const startsAt = later(visit.openedAt, 60).toISOString();
        await (change === 'move'
          ? call(world(), visit.doctor, 'PATCH', path, { starts_at: startsAt })
          : call(world(), visit.doctor, 'POST', `${path}/cancel`));
        rooms.closed = [];
        await tendRooms(world().deps);
        expect(rooms.closed).toEqual([`appointment_${visit.id}`]);
        expect(await selectCall(world().db, visit.id)).toMatchObject(
          change === 'move'
            ? { status: 'SCHEDULED', roomName: `appointment_${visit.id}_2`, version: 2 }
            : { status: 'CANCELLED' },
        );
      }
    });

    it('is tried again while its provider is away, ever more rarely, and by whoever is there', async () => {
      const visit = await open();
      rooms.isAway = true;
      expect((await act(world(), visit.doctor, visit.id, 'cancel')).status).toBe(200);
      expect(await waiting()).toEqual([`appointment_${visit.id}`]);
      world().setNow(seconds(visit.openedAt, 2.5));
      await tendRooms(world().deps);
      rooms.isAway = false;
      // Another process has it in hand until two seconds on.
      await tendRooms(world().deps);
      expect(rooms.closed).toEqual([]);
      world().setNow(seconds(visit.openedAt, 4.6));
      await tendRooms(world().deps);
      expect(rooms.closed).toEqual([`appointment_${visit.id}`]);
      expect(await waiting()).toEqual([]);
    });

    it('is given up after a day, when no ticket lives any more', async () => {
      const visit = await open();
      rooms.isAway = true;
      await act(world(), visit.doctor, visit.id, 'cancel');
      world().setNow(later(visit.openedAt, 24 * 60));
      await tendRooms(world().deps);
      expect(await waiting()).toEqual([]);
    });

    it('does not hold up another’s', async () => {
      const [away, here] = [await open(), await open()];
      world().setNow(away.openedAt);
      rooms.isAway = true;
      await act(world(), away.doctor, away.id, 'cancel');
      await act(world(), here.doctor, here.id, 'cancel');
      rooms.isAway = false;
      const { close } = rooms;
      rooms.close = async (name, reason) => {
        if (name.includes(away.id)) throw new Error('this one hangs');
        return close(name, reason);
      };
      world().setNow(seconds(here.openedAt, 3));
      await tendRooms(world().deps);
      expect(rooms.closed).toEqual([`appointment_${here.id}`]);
      expect(await waiting()).toEqual([`appointment_${away.id}`]);
      await world().db.query('DELETE FROM room_closings');
    });

    it('is tended every second until it is stopped', async () => {
      const visit = await open();
      rooms.isAway = true;
      await act(world(), visit.doctor, visit.id, 'cancel');
      rooms.isAway = false;
      world().setNow(seconds(visit.openedAt, 3));
      const kept = keepRooms(world().deps);
      await expect.poll(() => rooms.closed, { timeout: 5_000 }).toEqual([`appointment_${visit.id}`]);
      await kept.stop();
    });

    it('gets no ticket out of a visit that is moved while the provider is asked', async () => {
      const visit = await open();
      rooms.beforeOpen = async () => {
        rooms.beforeOpen = async () => {};
        const starts_at = later(visit.openedAt, 60).toISOString();
        await call(world(), visit.doctor, 'PATCH', `/api/appointments/${visit.id}`, { starts_at });
      };
      const asked = await call(world(), visit.patient, 'GET', `/api/video-calls/token/${visit.id}`);
      expect([asked.status, asked.body.code]).toEqual([409, 'not_joinable']);
    });

    it('is closed again where it was made after the visit had ended', async () => {
      const visit = await open();
      await act(world(), visit.doctor, visit.id, 'start');
      rooms.beforeOpen = async () => {
        rooms.beforeOpen = async () => {};
        await act(world(), visit.doctor, visit.id, 'end');
        rooms.closed = [];
      };
      const asked = await call(world(), visit.patient, 'GET', `/api/video-calls/token/${visit.id}`);
      expect([asked.status, asked.body.code]).toEqual([409, 'not_joinable']);
      expect(rooms.closed).toEqual([`appointment_${visit.id}`]);
      expect(await waiting()).toEqual([]);
    });

    it('is closed when the window of a visit closes that the patient ended, and not while it goes on', async () => {
      const visit = await open();
      await act(world(), visit.doctor, visit.id, 'start');
      const end = () => act(world(), visit.patient, visit.id, 'end');
      await act(world(), visit.patient, visit.id, 'join');
      await end();
      expect(await waiting()).toEqual([`appointment_${visit.id}`]);
      await act(world(), visit.patient, visit.id, 'join');
      expect(await waiting()).toEqual([]);
      await end();
      // Half an hour after its end, ten minutes and half an hour from now.
      world().setNow(seconds(later(visit.openedAt, 70), 1));
      await tendRooms(world().deps);
      expect(rooms.closed).not.toContain(`appointment_${visit.id}`);
      world().setNow(seconds(later(visit.openedAt, 70), 3));
      await tendRooms(world().deps);
      expect(rooms.closed).toContain(`appointment_${visit.id}`);
      expect(await waiting()).toEqual([]);
    });

    it('is asked of nobody where its provider is not set up any more', async () => {
      const visit = await open();
      world().deps.videoProviders = videoProviders('builtin', [world().deps.videoProviders.of('builtin')]);
      expect((await act(world(), visit.doctor, visit.id, 'cancel')).status).toBe(200);
      expect(await waiting()).toEqual([]);
    });

    it('says that video can’t be reached where the provider is away, and opens when it is back', async () => {
      const visit = await newVisit(world());
      world().setNow(visit.startsAt);
      rooms.isAway = true;
      const asked = await initiate(world(), visit.patient, visit.id);
      expect([asked.status, asked.body.code]).toEqual([502, 'video_unavailable']);
      rooms.isAway = false;
      expect((await initiate(world(), visit.patient, visit.id)).status).toBe(200);
    });
  },
  { VIDEO_OTP: 'off' },
);
