import { expect, it } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { act, call, initiate, later, newVisit } from '../../test/video-visit.ts';

describeOnBothDatabases(
  'the room of a visit',
  (world) => {
    it('has a room that is made once for each version of the appointment', async () => {
      const { id, startsAt, doctor, patient } = await newVisit(world());
      world().setNow(startsAt);
      const first = await call(world(), doctor, 'POST', `/api/appointments/video-room/${id}/`);
      expect(first.status).toBe(201);
      expect(first.body.room_sid).toMatch(/^RM[0-9a-f]{32}$/);
      expect(first.body.meeting_url).toBe(`http://localhost:5002/video-session/${first.body.room_name}`);
      const second = await call(world(), patient, 'POST', `/api/appointments/video-room/${id}`);
      expect([second.status, second.body]).toEqual([200, first.body]);
      const token = await call(world(), patient, 'GET', `/api/appointments/video-token/${id}/`);
      expect(token.body).toMatchObject({
        room_name: first.body.room_name,
        user_identity: `${patient.id}-patient`,
        expires_in: 3600,
      });
      const lookUp = await call(world(), patient, 'GET', `/api/rooms/${first.body.room_name}`);
      expect([lookUp.status, lookUp.body]).toEqual([200, { appointment_id: id }]);
      expect(
        (await call(world(), await world().newPerson(), 'GET', `/api/rooms/${first.body.room_name}`)).status,
      ).toBe(404);

      await act(world(), patient, id, 'join');
      world().setNow(later(startsAt, -10));
      const moved = later(startsAt, 5);
      const move = await call(world(), doctor, 'PATCH', `/api/appointments/${id}`, {
        starts_at: moved.toISOString(),
      });
      expect(move.status).toBe(200);
      const third = await call(world(), doctor, 'POST', `/api/appointments/video-room/${id}/`);
      expect(third.status).toBe(201);
      expect(third.body.room_sid).not.toBe(first.body.room_sid);
      const fresh = await initiate(world(), patient, id);
      expect(fresh.body.videoCall).toMatchObject({ roomName: `appointment_${id}_2`, status: 'SCHEDULED' });
      const details = await call(world(), patient, 'GET', `/api/video-calls/${id}`);
      expect(details.body.videoCall.patientJoinedAt).toBeNull();
    });
  },
  { VIDEO_OTP: 'off' },
);
