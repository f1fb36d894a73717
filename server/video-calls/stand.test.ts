import { beforeAll, expect, it } from 'vitest';
import { arriveGranted, inMinutes, post } from '../../test/at-the-door.ts';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { holdIn, recordingRooms } from '../../test/recording-rooms.ts';
import { act, call, initiate, later, newVisit } from '../../test/video-visit.ts';
import { tendRooms } from './keep-rooms.ts';
import { sweep } from './sweep.ts';

describeOnBothDatabases(
  'a page that says it is still in the call',
  (world) => {
    beforeAll(() => holdIn(world().deps, recordingRooms('jitsi')));
    const stand = (who: Parameters<typeof call>[1], id: string) =>
      call(world(), who, 'POST', `/api/video-calls/${id}/presence`, {});
    const inCall = async () => {
      const visit = await newVisit(world());
      world().setNow(visit.startsAt);
      await initiate(world(), visit.patient, visit.id);
      await act(world(), visit.patient, visit.id, 'join');
      await act(world(), visit.doctor, visit.id, 'join');
      return visit;
    };

    it('learns how the visit stands', async () => {
      const visit = await inCall();
      const standing = await stand(visit.patient, visit.id);
      expect(standing).toMatchObject({
        status: 200,
        body: {
          videoCall: { roomName: `appointment_${visit.id}`, status: 'IN_PROGRESS' },
          by: null,
          closesAt: later(visit.startsAt, 60).toISOString(),
        },
      });
      await act(world(), visit.doctor, visit.id, 'end');
      expect((await stand(visit.patient, visit.id)).body).toMatchObject({
        videoCall: { status: 'COMPLETED' },
        by: 'doctor',
      });
    });

    it('counts as there while it says so, and as gone two minutes after its last word', async () => {
      const visit = await inCall();
      for (const minutes of [1, 2, 3, 4]) {
        world().setNow(later(visit.startsAt, minutes));
        await stand(visit.patient, visit.id);
        await stand(visit.doctor, visit.id);
      }
      const presence = async () =>
        (await call(world(), visit.doctor, 'GET', '/api/video-calls/presence')).body.rooms;
      world().setNow(later(visit.startsAt, 5));
      expect(await presence()).toMatchObject([{ doctorIsIn: true, patientIsIn: true }]);
      world().setNow(later(visit.startsAt, 6.5));
      expect(await presence()).toEqual([]);
      // A closed laptop says nothing more; five minutes after both were gone the visit is over.
      world().setNow(later(visit.startsAt, 9.5));
      await sweep(world().deps);
      expect((await stand(visit.patient, visit.id)).body).toMatchObject({
        videoCall: { status: 'COMPLETED', endedAt: later(visit.startsAt, 4).toISOString() },
        by: 'system',
      });
    });

    it('does not bring back a side that has left', async () => {
      const visit = await inCall();
      await act(world(), visit.patient, visit.id, 'leave');
      await stand(visit.patient, visit.id);
      const rooms = (await call(world(), visit.doctor, 'GET', '/api/video-calls/presence')).body.rooms;
      expect(rooms).toMatchObject([{ doctorIsIn: true, patientIsIn: false }]);
    });

    it('does not make who looked in and closed the tab one side of a meeting', async () => {
      const visit = await newVisit(world());
      world().setNow(later(visit.startsAt, -10));
      await initiate(world(), visit.patient, visit.id);
      await act(world(), visit.patient, visit.id, 'join');
      await stand(visit.patient, visit.id);
      world().setNow(visit.startsAt);
      const joined = await act(world(), visit.doctor, visit.id, 'join');
      expect(joined.body.videoCall).toMatchObject({ status: 'SCHEDULED', startedAt: null });
      const back = await act(world(), visit.patient, visit.id, 'join');
      expect(back.body.videoCall).toMatchObject({ status: 'IN_PROGRESS' });
    });

    it('is nobody else’s', async () => {
      const visit = await inCall();
      const stranger = await world().newPerson();
      expect((await stand(stranger, visit.id)).status).toBe(403);
    });
  },
  { VIDEO_OTP: 'off' },
);

describeOnBothDatabases('a page in a call whose visit is moved, behind a code', (world) => {
  it('learns that it was moved, and not that it needs another code', async () => {
    holdIn(world().deps, recordingRooms('jitsi'));
    const { doctor, id, client } = await arriveGranted(world());
    const url = `/api/video-calls/${id}`;
    const action = { action: 'join' };
    const { headers } = client;
    await world().app.inject({ method: 'PATCH', url: `${url}/status`, headers, payload: action });
    const stand = () => post(world(), `${url}/presence`, headers);
    expect((await stand()).statusCode).toBe(200);
    const starts_at = inMinutes(90).toISOString();
    const moved = await call(world(), doctor, 'PATCH', `/api/appointments/${id}`, { starts_at });
    expect(moved.status).toBe(200);
    await tendRooms(world().deps);
    const standing = await stand();
    expect([standing.statusCode, standing.json().videoCall.roomName]).toEqual([200, `appointment_${id}_2`]);
  });
});
