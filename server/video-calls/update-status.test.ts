import { expect, it } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { act, call, initiate, later, newVisit, statusOf } from '../../test/video-visit.ts';

describeOnBothDatabases(
  'a video call',
  (world) => {
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
  },
  { VIDEO_OTP: 'off' },
);
