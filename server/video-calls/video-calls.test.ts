import { expect, it } from 'vitest';
import { describeOnBothDatabases, type SignedInClient, type World } from '../../test/harness.ts';
import type { Person } from '../people/person.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

let hours = 0;
/** Each visit has an hour of its own, so that no two of a doctor overlap. */
const nextStart = (): Date => {
  hours += 1;
  return new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS + hours * 2 * 60 * MINUTE_MS);
};

interface Visit {
  id: string;
  startsAt: Date;
  doctor: Person;
  patient: Person;
  asDoctor: SignedInClient;
  asPatient: SignedInClient;
}

const later = (from: Date, minutes: number): Date => new Date(from.getTime() + minutes * MINUTE_MS);

/** A confirmed visit of half an hour, and the time set to its start. */
const newVisit = async (
  world: World,
  given: { status?: string; sessionType?: 'telehealth' | 'in_person' } = {},
): Promise<Visit> => {
  world.setNow(null);
  const doctor = await world.newPerson({ role: 'doctor', firstName: 'Grace', timeZone: 'Asia/Kolkata' });
  const patient = await world.newPerson({ timeZone: 'America/New_York' });
  const startsAt = nextStart();
  const id = await world.newAppointment({ doctor, patient, startsAt, ...given });
  const [asDoctor, asPatient] = await Promise.all([world.signIn(doctor), world.signIn(patient)]);
  return { id, startsAt, doctor, patient, asDoctor, asPatient };
};

/** Access tokens live 15 minutes by the rules' clock: each request gets one of its own time. */
const call = async (
  world: World,
  who: Person,
  method: 'GET' | 'POST' | 'PATCH',
  url: string,
  payload?: object,
) => {
  const { headers } = await world.signIn(who);
  const answer = await world.app.inject({ method, url, headers, ...(payload ? { payload } : {}) });
  return { status: answer.statusCode, body: answer.json() };
};

const initiate = (world: World, who: Person, appointmentId: string) =>
  call(world, who, 'POST', '/api/video-calls/initiate', { appointmentId });
const act = (world: World, who: Person, id: string, action: string) =>
  call(world, who, 'PATCH', `/api/video-calls/${id}/status`, { action });
const statusOf = async (world: World, id: string): Promise<string> => {
  const [row] = await world.db.query<{ status: string }>('SELECT status FROM appointments WHERE id = $1', [
    id,
  ]);
  return row?.status ?? '';
};

describeOnBothDatabases(
  'a video call',
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

    it('goes from the first side’s coming to its end, and its appointment with it', async () => {
      const { id, startsAt, doctor, patient } = await newVisit(world());
      world().setNow(startsAt);
      await initiate(world(), patient, id);
      const waiting = await act(world(), patient, id, 'join');
      expect(waiting.body.videoCall).toMatchObject({
        status: 'SCHEDULED',
        patientJoinedAt: startsAt.toISOString(),
        startedAt: null,
      });
      expect(await statusOf(world(), id)).toBe('CONFIRMED');
      world().setNow(later(startsAt, 2));
      const both = await act(world(), doctor, id, 'join');
      expect(both.body.videoCall).toMatchObject({
        status: 'IN_PROGRESS',
        startedAt: later(startsAt, 2).toISOString(),
      });
      expect(await statusOf(world(), id)).toBe('IN_PROGRESS');
      world().setNow(later(startsAt, 12));
      const ended = await act(world(), doctor, id, 'end');
      expect(ended.body.message).toBe('Video call status updated successfully');
      expect(ended.body.videoCall).toMatchObject({ status: 'COMPLETED', duration: 600 });
      expect(await statusOf(world(), id)).toBe('COMPLETED');
      const again = await act(world(), doctor, id, 'end');
      expect([again.status, again.body.videoCall]).toEqual([200, ended.body.videoCall]);
      const back = await act(world(), patient, id, 'join');
      expect([back.status, back.body.code]).toEqual([409, 'illegal_transition']);
      const entries = await world().db.query<{ action: string }>(
        `SELECT action FROM audit_entries WHERE subject_id = $1 AND action LIKE 'call.%' ORDER BY id`,
        [id],
      );
      expect(entries.map(({ action }) => action)).toEqual([
        'call.open',
        'call.join',
        'call.join',
        'call.end',
      ]);
    });

    it('goes on after the patient ended it, with a new ticket, until the window closes', async () => {
      const { id, startsAt, doctor, patient } = await newVisit(world());
      world().setNow(startsAt);
      await initiate(world(), patient, id);
      await act(world(), doctor, id, 'start');
      await act(world(), patient, id, 'join');
      await act(world(), patient, id, 'end');
      expect(await statusOf(world(), id)).toBe('COMPLETED');
      const ticket = await call(world(), patient, 'GET', `/api/video-calls/token/${id}`);
      expect([ticket.status, ticket.body.videoCall.status]).toEqual([200, 'COMPLETED']);
      const back = await act(world(), patient, id, 'join');
      expect(back.body.videoCall).toMatchObject({ status: 'IN_PROGRESS', endedAt: null, duration: null });
      expect(await statusOf(world(), id)).toBe('IN_PROGRESS');
      await act(world(), doctor, id, 'end');
      const over = await call(world(), patient, 'GET', `/api/video-calls/token/${id}`);
      expect([over.status, over.body.code]).toEqual([400, 'not_active']);
    });

    it('can’t go on when its time was given to another visit', async () => {
      const { id, startsAt, doctor, patient } = await newVisit(world());
      world().setNow(startsAt);
      await initiate(world(), patient, id);
      await act(world(), doctor, id, 'start');
      await act(world(), patient, id, 'end');
      await world().newAppointment({ doctor, patient: await world().newPerson(), startsAt });
      const back = await act(world(), patient, id, 'join');
      expect([back.status, back.body.code]).toEqual([409, 'illegal_transition']);
      expect(await statusOf(world(), id)).toBe('COMPLETED');
    });

    it('knows no other actions, and lets an admin cancel and nothing else', async () => {
      const { id, startsAt, doctor, patient } = await newVisit(world());
      const admin = await world().newPerson({ role: 'admin' });
      world().setNow(startsAt);
      await initiate(world(), doctor, id);
      const unknown = await act(world(), doctor, id, 'explode');
      expect([unknown.status, unknown.body.code]).toEqual([400, 'illegal_action']);
      const extra = await call(world(), doctor, 'PATCH', `/api/video-calls/${id}/status`, {
        action: 'join',
        role: 'admin',
      });
      expect([extra.status, extra.body.code]).toEqual([400, 'invalid_request']);
      const joined = await act(world(), admin, id, 'join');
      expect([joined.status, joined.body.code]).toEqual([403, 'not_participant']);
      await act(world(), doctor, id, 'start');
      const byPatient = await act(world(), patient, id, 'cancel');
      expect([byPatient.status, byPatient.body.code]).toEqual([409, 'illegal_transition']);
      const cancelled = await act(world(), admin, id, 'cancel');
      expect(cancelled.body.videoCall.status).toBe('CANCELLED');
      expect(await statusOf(world(), id)).toBe('CANCELLED');
    });

    it('is joined only inside the window, and left at any time', async () => {
      const { id, startsAt, doctor } = await newVisit(world());
      world().setNow(startsAt);
      await initiate(world(), doctor, id);
      await act(world(), doctor, id, 'join');
      world().setNow(later(startsAt, -20));
      const early = await act(world(), doctor, id, 'join');
      expect([early.status, early.body.code]).toEqual([409, 'not_joinable']);
      world().setNow(later(startsAt, 90));
      expect((await act(world(), doctor, id, 'leave')).status).toBe(200);
    });

    it('is told with its appointment in the asking person’s own zone', async () => {
      const { id, doctor, patient } = await newVisit(world());
      const startsAt = new Date('2026-03-02T20:00:00Z');
      await world().db.query('UPDATE appointments SET starts_at = $2, ends_at = $3 WHERE id = $1', [
        id,
        startsAt,
        later(startsAt, 30),
      ]);
      world().setNow(startsAt);
      await initiate(world(), patient, id);
      const toDoctor = await call(world(), doctor, 'GET', `/api/video-calls/${id}/`);
      expect(toDoctor.body).toMatchObject({
        message: 'Video call details retrieved successfully',
        appointment: {
          id,
          appointmentDate: '2026-03-03',
          startTime: '01:30',
          endTime: '02:00',
          status: 'CONFIRMED',
          timeZone: 'Asia/Kolkata',
        },
        doctor: { uid: doctor.id, firstName: 'Grace', email: doctor.email },
        patient: { uid: patient.id },
      });
      const toPatient = await call(world(), patient, 'GET', `/api/video-calls/${id}`);
      expect(toPatient.body.appointment).toMatchObject({ appointmentDate: '2026-03-02', startTime: '15:00' });
      const toStranger = await call(world(), await world().newPerson(), 'GET', `/api/video-calls/${id}`);
      expect([toStranger.status, toStranger.body.code]).toEqual([403, 'not_participant']);
    });

    it('is listed newest first, page by page, to its own people only', async () => {
      const doctor = await world().newPerson({ role: 'doctor' });
      const ids: string[] = [];
      for (const index of [0, 1, 2]) {
        const startsAt = nextStart();
        const id = await world().newAppointment({ doctor, patient: await world().newPerson(), startsAt });
        world().setNow(later(startsAt, index));
        await initiate(world(), doctor, id);
        ids.unshift(id);
      }
      const first = await call(world(), doctor, 'GET', '/api/video-calls?limit=2');
      expect(first.body).toMatchObject({ message: 'Video calls retrieved successfully', count: 2 });
      const second = await call(
        world(),
        doctor,
        'GET',
        `/api/video-calls?limit=2&cursor=${first.body.nextCursor}`,
      );
      const listed = [...first.body.videoCalls, ...second.body.videoCalls];
      expect(listed.map(({ appointmentId }: { appointmentId: string }) => appointmentId)).toEqual(ids);
      expect(second.body.nextCursor).toBeNull();
      expect(listed[0].appointment).toMatchObject({
        id: ids[0],
        status: 'CONFIRMED',
        doctor: { uid: doctor.id },
      });
      const running = await call(world(), doctor, 'GET', '/api/video-calls?status=IN_PROGRESS');
      expect(running.body.count).toBe(0);
      const bad = await call(world(), doctor, 'GET', '/api/video-calls?cursor=nonsense');
      expect([bad.status, bad.body.code]).toEqual([400, 'invalid_request']);
    });

    it('is counted by its doctor’s own days', async () => {
      const { id, startsAt, doctor, patient } = await newVisit(world());
      const late = new Date('2026-03-01T20:00:00Z');
      await world().db.query('UPDATE appointments SET starts_at = $2, ends_at = $3 WHERE id = $1', [
        id,
        late,
        later(late, 30),
      ]);
      world().setNow(late);
      await initiate(world(), doctor, id);
      await act(world(), patient, id, 'join');
      await act(world(), doctor, id, 'join');
      world().setNow(later(late, 10));
      await act(world(), doctor, id, 'end');
      const url = '/api/video-calls/stats?from=2026-03-01&to=2026-03-02';
      const own = await call(world(), doctor, 'GET', url);
      expect(own.body).toMatchObject({
        totalCalls: 1,
        totalDuration: 600,
        averageDuration: 600,
        byStatus: { COMPLETED: 1, NO_SHOW: 0 },
        perDay: [
          { date: '2026-03-01', calls: 0, completed: 0, duration: 0 },
          { date: '2026-03-02', calls: 1, completed: 1, duration: 600 },
        ],
      });
      expect((await call(world(), patient, 'GET', url)).status).toBe(403);
      const other = await world().newPerson({ role: 'doctor' });
      expect((await call(world(), other, 'GET', `${url}&doctorId=${doctor.id}`)).status).toBe(403);
      const admin = await world().newPerson({ role: 'admin' });
      expect((await call(world(), admin, 'GET', `${url}&doctorId=${doctor.id}`)).body.totalCalls).toBe(1);
      expect(
        (await call(world(), doctor, 'GET', '/api/video-calls/stats?from=2026-03-02&to=2026-03-01')).status,
      ).toBe(400);
      expect(startsAt).toBeInstanceOf(Date);
    });

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

describeOnBothDatabases('a video call behind a code', (world) => {
  it('hands out no token or link without a grant, to doctor and patient alike', async () => {
    const { id, startsAt, doctor, patient } = await newVisit(world());
    world().setNow(startsAt);
    for (const who of [doctor, patient]) {
      for (const answer of [
        await initiate(world(), who, id),
        await call(world(), who, 'GET', `/api/video-calls/token/${id}`),
        await call(world(), who, 'GET', `/api/appointments/video-token/${id}`),
        await call(world(), who, 'POST', `/api/appointments/video-room/${id}`),
      ]) {
        expect([answer.status, answer.body.code]).toEqual([403, 'otp_required']);
      }
    }
  });

  it('takes a side in with a grant only, and lets it out without', async () => {
    const { id, startsAt, patient } = await newVisit(world());
    world().setNow(startsAt);
    const { headers, sessionId } = await world().signIn(patient);
    await world().db.query(
      `INSERT INTO visit_grants (session_id, appointment_id, appointment_version, expires_at)
       VALUES ($1, $2, 1, now() + interval '30 days')`,
      [sessionId, id],
    );
    const opened = await world().app.inject({
      method: 'POST',
      url: '/api/video-calls/initiate',
      headers,
      payload: { appointmentId: id },
    });
    expect(opened.statusCode).toBe(200);
    const other = await act(world(), patient, id, 'join');
    expect([other.status, other.body.code]).toEqual([403, 'otp_required']);
    const url = `/api/video-calls/${id}/status`;
    const joined = await world().app.inject({ method: 'PATCH', url, headers, payload: { action: 'join' } });
    expect(joined.statusCode).toBe(200);
    expect((await act(world(), patient, id, 'leave')).status).toBe(200);
  });
});
