import { expect, it } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { act, call, initiate, later, newVisit } from '../../test/video-visit.ts';
import type { Person } from '../people/person.ts';

describeOnBothDatabases(
  'opening a video call',
  (world) => {
    it('is opened once, however many ask at once', async () => {
      const { id, startsAt, doctor, patient } = await newVisit(world());
      world().setNow(startsAt);
      const clients = await Promise.all([world().signIn(doctor), world().signIn(patient)]);
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          world().app.inject({
            method: 'POST',
            url: '/api/video-calls/initiate/',
            headers: clients[index % 2]?.headers ?? {},
            payload: { appointmentId: id },
          }),
        ),
      );
      expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
      expect(new Set(answers.map((answer) => answer.json().videoCall.id)).size).toBe(1);
      const rows = await world().db.query('SELECT 1 FROM video_calls WHERE appointment_id = $1', [id]);
      expect(rows).toHaveLength(1);
      const deeds = await world().db.query(
        `SELECT 1 FROM audit_entries WHERE subject_id = $1 AND action = 'call.open'`,
        [id],
      );
      expect(deeds).toHaveLength(1);
    });

    it('is described as older clients read it, with an honest life of the ticket', async () => {
      const { id, startsAt, doctor, patient } = await newVisit(world());
      world().setNow(startsAt);
      const { status, body } = await initiate(world(), patient, id);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        message: 'Video call initiated successfully',
        videoCall: { appointmentId: id, roomName: `appointment_${id}`, status: 'SCHEDULED' },
        jitsiToken: null,
        userRole: 'patient',
        isModerator: false,
        expiresIn: '1 hour',
        provider: 'builtin',
        ticket: { socketPath: '/socket.io', iceServers: [] },
      });
      expect(body.meetingLink).toMatch(/^http:\/\/localhost:5002\/video-session\/apt-\d+-[a-z2-7]{10}$/);
      const again = await call(world(), doctor, 'GET', `/api/video-calls/token/${id}/`);
      expect(again.body).toMatchObject({
        message: 'Token retrieved successfully',
        userRole: 'doctor',
        isModerator: true,
      });
      expect(again.body.videoCall.id).toBe(body.videoCall.id);
    });

    it('refuses in the order of the contract', async () => {
      const visit = await newVisit(world());
      const stranger = await world().newPerson();
      world().setNow(visit.startsAt);
      const refused = async (who: Person, payload: object) => {
        const { status, body } = await call(world(), who, 'POST', '/api/video-calls/initiate', payload);
        return [status, body.code];
      };
      expect(await refused(visit.patient, {})).toEqual([400, 'invalid_request']);
      expect(await refused(visit.patient, { appointmentId: '0190a0a0-0000-7000-8000-000000000000' })).toEqual(
        [404, 'appointment_not_found'],
      );
      expect(await refused(stranger, { appointmentId: visit.id })).toEqual([403, 'not_participant']);
      world().setNow(later(visit.startsAt, -16));
      expect(await refused(visit.patient, { appointmentId: visit.id })).toEqual([409, 'not_joinable']);
      world().setNow(later(visit.startsAt, 60));
      expect(await refused(visit.doctor, { appointmentId: visit.id })).toEqual([409, 'not_joinable']);
      const waiting = await newVisit(world(), { status: 'SCHEDULED' });
      expect(await refused(waiting.patient, { appointmentId: waiting.id })).toEqual([400, 'not_active']);
      const inPerson = await newVisit(world(), { sessionType: 'in_person' });
      world().setNow(inPerson.startsAt);
      expect(await refused(inPerson.patient, { appointmentId: inPerson.id })).toEqual([409, 'not_joinable']);
    });

    it('has no ticket, details or status before it is opened', async () => {
      const { id, startsAt, doctor } = await newVisit(world());
      world().setNow(startsAt);
      for (const answer of [
        await call(world(), doctor, 'GET', `/api/video-calls/token/${id}`),
        await call(world(), doctor, 'GET', `/api/video-calls/${id}`),
        await act(world(), doctor, id, 'join'),
        await act(world(), doctor, id, 'end'),
      ]) {
        expect([answer.status, answer.body.code]).toEqual([404, 'call_not_found']);
      }
    });
  },
  { VIDEO_OTP: 'off' },
);
