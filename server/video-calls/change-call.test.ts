import { expect, it } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { call, initiate, later, newVisit } from '../../test/video-visit.ts';
import { type CallChange, changeCall } from './change-call.ts';

describeOnBothDatabases(
  'a change of a call',
  (world) => {
    const changed = async (change: Omit<CallChange, 'version'> & { version?: number }) =>
      changeCall(world().deps, { version: null, ...change });

    it('has one effect, however many ask for it at once', async () => {
      const { id, startsAt, doctor, patient } = await newVisit(world());
      world().setNow(startsAt);
      await initiate(world(), doctor, id);
      const asDoctor = { id: doctor.id, role: 'doctor' } as const;
      const asPatient = { id: patient.id, role: 'patient' } as const;
      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          changed({ appointmentId: id, action: 'join', actor: index % 2 === 0 ? asDoctor : asPatient }),
        ),
      );
      const text = `SELECT 1 FROM audit_entries WHERE subject_id = $1 AND action = 'call.join'`;
      expect(await world().db.query(text, [id])).toHaveLength(2);
      const ends = await Promise.all(
        Array.from({ length: 20 }, () => changed({ appointmentId: id, action: 'end', actor: asDoctor })),
      );
      expect(new Set(ends.map(({ status }) => status))).toEqual(new Set(['COMPLETED']));
    });

    it('is refused to who was let in for another version of the appointment', async () => {
      const { id, startsAt, doctor } = await newVisit(world());
      world().setNow(startsAt);
      await initiate(world(), doctor, id);
      const actor = { id: doctor.id, role: 'doctor' } as const;
      const late = changed({ appointmentId: id, version: 2, action: 'join', actor });
      await expect(late).rejects.toMatchObject({ code: 'not_joinable' });
    });

    it('writes no departure of a side that another connection has brought back', async () => {
      const { id, startsAt, doctor } = await newVisit(world());
      world().setNow(startsAt);
      await initiate(world(), doctor, id);
      const actor = { id: doctor.id, role: 'doctor' } as const;
      await changed({ appointmentId: id, action: 'join', actor });
      const seen = 'UPDATE video_calls SET doctor_seen_at = $2 WHERE appointment_id = $1';
      await world().db.query(seen, [id, later(startsAt, 2)]);
      const leave = { appointmentId: id, action: 'leave', actor } as const;
      const kept = await changed({ ...leave, unlessSeenAfter: later(startsAt, 1) });
      expect(kept.doctor.leftAt).toBeNull();
      const gone = await changed({ ...leave, unlessSeenAfter: later(startsAt, 3) });
      expect(gone.doctor.leftAt).toEqual(startsAt);
    });

    it('leaves an admin who is a patient their own side', async () => {
      const { id, startsAt, doctor } = await newVisit(world());
      const admin = await world().newPerson({ role: 'admin' });
      await world().db.query('UPDATE appointments SET patient_id = $2 WHERE id = $1', [id, admin.id]);
      world().setNow(startsAt);
      await initiate(world(), doctor, id);
      const joined = await call(world(), admin, 'PATCH', `/api/video-calls/${id}/status`, { action: 'join' });
      expect([joined.status, joined.body.videoCall.patientJoinedAt]).toEqual([200, startsAt.toISOString()]);
    });
  },
  { VIDEO_OTP: 'off' },
);
