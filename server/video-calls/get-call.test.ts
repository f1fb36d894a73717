import { expect, it } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { act, call, initiate, later, newVisit, nextStart } from '../../test/video-visit.ts';

describeOnBothDatabases(
  'looking at video calls',
  (world) => {
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
  },
  { VIDEO_OTP: 'off' },
);
