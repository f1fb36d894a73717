import { afterEach, expect, it } from 'vitest';
import { describeOnBothDatabases, type World } from '../../test/harness.ts';
import type { Person } from '../people/person.ts';
import { changeCall } from './change-call.ts';
import { sweep } from './sweep.ts';

const at = (time: string): Date => new Date(`2026-03-02T${time}:00Z`);

interface Visit {
  id: string;
  doctor: Person;
  patient: Person;
}

/** Half an hour from 10:00, so that its join window closes at 11:00. */
const newVisit = async (
  world: World,
  given: { status?: string; sessionType?: 'telehealth' | 'in_person' } = {},
): Promise<Visit> => {
  const [doctor, patient] = [await world.newPerson({ role: 'doctor' }), await world.newPerson()];
  const id = await world.newAppointment({ doctor, patient, startsAt: at('10:00'), ...given });
  return { id, doctor, patient };
};

const open = async (world: World, { id, doctor }: Visit, time: string): Promise<void> => {
  world.setNow(at(time));
  const { headers } = await world.signIn(doctor);
  const payload = { appointmentId: id };
  const answer = await world.app.inject({
    method: 'POST',
    url: '/api/video-calls/initiate',
    headers,
    payload,
  });
  expect(answer.statusCode).toBe(200);
};

const act = async (
  world: World,
  visit: Visit,
  role: 'doctor' | 'patient',
  action: 'join' | 'leave' | 'failed',
  time: string,
): Promise<void> => {
  world.setNow(at(time));
  await changeCall(world.deps, {
    appointmentId: visit.id,
    version: null,
    action,
    actor: { id: visit[role].id, role },
  });
};

const sweepAt = async (world: World, time: string): Promise<void> => {
  world.setNow(at(time));
  await sweep(world.deps);
};

interface Found {
  appointment: string;
  reason: string | null;
  final: boolean;
  call: string | null;
  missing: string | null;
  ended_at: Date | null;
}

const found = async ({ db }: World, { id }: Visit): Promise<Found | undefined> => {
  const [row] = await db.query<Found>(
    `SELECT a.status AS appointment, a.cancel_reason AS reason, a.completion_final AS final,
       c.status AS call, c.missing, c.ended_at
     FROM appointments a LEFT JOIN video_calls c ON c.appointment_id = a.id WHERE a.id = $1`,
    [id],
  );
  return row;
};

describeOnBothDatabases(
  'the sweep',
  (world) => {
    afterEach(() => world().setNow(null));

    it('says who was missing once the window has closed, also of a call that was never opened', async () => {
      const [alone, nobody, unopened] = [
        await newVisit(world()),
        await newVisit(world()),
        await newVisit(world()),
      ];
      await open(world(), alone, '10:00');
      await act(world(), alone, 'doctor', 'join', '10:00');
      await open(world(), nobody, '10:00');
      await sweepAt(world(), '10:59');
      expect(await found(world(), alone)).toMatchObject({ appointment: 'CONFIRMED', call: 'SCHEDULED' });
      await sweepAt(world(), '11:00');
      expect(await found(world(), alone)).toMatchObject({
        appointment: 'NO_SHOW',
        call: 'NO_SHOW',
        missing: 'patient',
      });
      expect(await found(world(), nobody)).toMatchObject({ appointment: 'NO_SHOW', missing: 'both' });
      expect(await found(world(), unopened)).toMatchObject({
        appointment: 'NO_SHOW',
        call: 'NO_SHOW',
        missing: 'both',
      });
    });

    it('completes a visit that both have left for five minutes, at the time of the last', async () => {
      const visit = await newVisit(world());
      await open(world(), visit, '10:00');
      await act(world(), visit, 'doctor', 'join', '10:00');
      await act(world(), visit, 'patient', 'join', '10:01');
      await act(world(), visit, 'doctor', 'leave', '10:20');
      await act(world(), visit, 'patient', 'leave', '10:22');
      await sweepAt(world(), '10:26');
      expect(await found(world(), visit)).toMatchObject({ appointment: 'IN_PROGRESS', call: 'IN_PROGRESS' });
      await sweepAt(world(), '10:27');
      expect(await found(world(), visit)).toMatchObject({
        appointment: 'COMPLETED',
        final: false,
        call: 'COMPLETED',
        ended_at: at('10:22'),
      });
      await act(world(), visit, 'patient', 'join', '10:28');
      expect(await found(world(), visit)).toMatchObject({ appointment: 'IN_PROGRESS', call: 'IN_PROGRESS' });
    });

    it('takes a side for gone whose server died without a word', async () => {
      const visit = await newVisit(world());
      await open(world(), visit, '10:00');
      await act(world(), visit, 'doctor', 'join', '10:00');
      await act(world(), visit, 'patient', 'join', '10:01');
      await world().db.query(
        'UPDATE video_calls SET doctor_seen_at = $2, patient_seen_at = $2 WHERE appointment_id = $1',
        [visit.id, at('10:10')],
      );
      await sweepAt(world(), '10:14');
      expect(await found(world(), visit)).toMatchObject({ call: 'IN_PROGRESS' });
      await sweepAt(world(), '10:15');
      expect(await found(world(), visit)).toMatchObject({ call: 'COMPLETED', ended_at: at('10:10') });
    });

    it('completes a running visit when its window closes, however many processes do it', async () => {
      const visit = await newVisit(world());
      await open(world(), visit, '10:00');
      await act(world(), visit, 'doctor', 'join', '10:00');
      await act(world(), visit, 'patient', 'join', '10:01');
      world().setNow(at('11:05'));
      await Promise.all(Array.from({ length: 5 }, () => sweep(world().deps)));
      expect(await found(world(), visit)).toMatchObject({ appointment: 'COMPLETED', ended_at: at('11:00') });
      const entries = await world().db.query(
        `SELECT 1 FROM audit_entries WHERE subject_id = $1 AND action = 'call.close'`,
        [visit.id],
      );
      expect(entries).toHaveLength(1);
    });

    it('cancels what was never confirmed, and leaves visits in person alone', async () => {
      const asked = await newVisit(world(), { status: 'SCHEDULED' });
      const askedInPerson = await newVisit(world(), { status: 'SCHEDULED', sessionType: 'in_person' });
      const inPerson = await newVisit(world(), { sessionType: 'in_person' });
      await sweepAt(world(), '11:00');
      const cancelled = {
        appointment: 'CANCELLED',
        reason: 'The visit was not confirmed in time.',
        call: null,
      };
      expect(await found(world(), asked)).toMatchObject(cancelled);
      expect(await found(world(), askedInPerson)).toMatchObject(cancelled);
      expect(await found(world(), inPerson)).toMatchObject({ appointment: 'CONFIRMED', call: null });
    });

    it('does not leave the visit of a failed call open', async () => {
      const visit = await newVisit(world());
      await open(world(), visit, '10:00');
      await act(world(), visit, 'patient', 'failed', '10:05');
      expect(await found(world(), visit)).toMatchObject({ appointment: 'CONFIRMED', call: 'FAILED' });
      await sweepAt(world(), '11:00');
      expect(await found(world(), visit)).toMatchObject({ appointment: 'CANCELLED', call: 'FAILED' });
    });

    it('cancels the call of an appointment that was cancelled while nobody listened', async () => {
      const visit = await newVisit(world());
      await open(world(), visit, '09:50');
      const { headers } = await world().signIn(visit.patient);
      const url = `/api/appointments/${visit.id}/cancel`;
      expect((await world().app.inject({ method: 'POST', url, headers })).statusCode).toBe(200);
      await sweepAt(world(), '09:51');
      expect(await found(world(), visit)).toMatchObject({ appointment: 'CANCELLED', call: 'CANCELLED' });
    });

    it('goes on to the others when one can’t be brought to its end', async () => {
      const [one, other] = [await newVisit(world()), await newVisit(world())];
      let asked = 0;
      const deps = {
        ...world().deps,
        videoProviders: {
          ...world().deps.videoProviders,
          get preferred(): 'builtin' {
            asked += 1;
            if (asked === 1) throw new Error('broken');
            return 'builtin';
          },
        },
      };
      world().setNow(at('11:00'));
      await expect(sweep(deps)).rejects.toThrow('some visits could not be swept');
      expect(await found(world(), one)).toMatchObject({ appointment: 'CONFIRMED' });
      expect(await found(world(), other)).toMatchObject({ appointment: 'NO_SHOW' });
    });
  },
  { VIDEO_OTP: 'off' },
);
