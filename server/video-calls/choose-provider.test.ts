import { beforeAll, expect, it } from 'vitest';
import { describeOnBothDatabases } from '../../test/harness.ts';
import { recordingRooms } from '../../test/recording-rooms.ts';
import { act, call, initiate, later, newVisit } from '../../test/video-visit.ts';
import type { Person } from '../people/person.ts';
import { followAppointment } from './follow-appointment.ts';
import { videoProviders } from './video-providers.ts';

const RACES = 12;

describeOnBothDatabases(
  'where a visit is held',
  (world) => {
    beforeAll(() => {
      const { deps } = world();
      const builtin = deps.videoProviders.of('builtin');
      deps.videoProviders = videoProviders('builtin', [builtin, recordingRooms('jitsi')]);
    });

    /** An hour before it begins. */
    const visitAhead = async (given: Parameters<typeof newVisit>[1] = {}) => {
      const visit = await newVisit(world(), given);
      world().setNow(later(visit.startsAt, -60));
      return visit;
    };
    const path = (id: string) => `/api/appointments/${id}/video-provider`;
    const choose = async (who: Person, id: string, provider: string | null) => {
      const { headers } = await world().signIn(who);
      const payload = { video_provider: provider };
      const answer = await world().app.inject({ method: 'PUT', url: path(id), headers, payload });
      return { status: answer.statusCode, body: answer.json() };
    };
    const codeOf = ({ status, body }: Awaited<ReturnType<typeof choose>>) => [status, body.code];
    const placeOf = async (who: Person, id: string) => (await call(world(), who, 'GET', path(id))).body;
    const chosen = async (id: string) =>
      (await world().db.query('SELECT video_provider FROM appointments WHERE id = $1', [id]))[0];
    const deeds = (id: string) =>
      world().db.query(
        `SELECT actor_id, details ->> 'provider' AS provider, details ->> 'as' AS "as" FROM audit_entries
         WHERE subject_id = $1 AND action = 'appointment.provider' ORDER BY id`,
        [id],
      );

    it.each(['doctor', 'admin'] as const)('is chosen by the %s, once and back again', async (role) => {
      const { id, doctor } = await visitAhead({ status: role === 'doctor' ? 'SCHEDULED' : 'CONFIRMED' });
      const person = role === 'doctor' ? doctor : await world().newPerson({ role });
      for (const _ of [1, 2]) {
        expect(await choose(person, id, 'jitsi')).toMatchObject({
          status: 200,
          body: { id, video_provider: 'jitsi' },
        });
      }
      expect(await placeOf(person, id)).toEqual({ video_provider: 'jitsi', room_provider: null });
      expect((await choose(person, id, null)).body.video_provider).toBeNull();
      expect(await deeds(id)).toEqual([
        { actor_id: person.id, provider: 'jitsi', as: role },
        { actor_id: person.id, provider: null, as: role },
      ]);
    });

    it('is no news: the visit stays as it is, and nobody is told', async () => {
      const { id, doctor } = await visitAhead();
      const facts = () =>
        world().db.query('SELECT version, room, status, starts_at FROM appointments WHERE id = $1', [id]);
      const before = await facts();
      await choose(doctor, id, 'jitsi');
      expect(await facts()).toEqual(before);
      const news = await world().db.query(
        "SELECT 1 FROM reminders WHERE appointment_id = $1 AND kind NOT LIKE 'reminder%'",
        [id],
      );
      expect(news).toEqual([]);
    });

    it('is neither chosen nor seen by the patient, and is not there for anybody else', async () => {
      const { id, patient } = await visitAhead();
      const stranger = await world().newPerson({ role: 'doctor' });
      expect(codeOf(await choose(patient, id, 'jitsi'))).toEqual([403, 'forbidden']);
      expect((await placeOf(patient, id)).code).toBe('forbidden');
      expect(codeOf(await choose(stranger, id, 'jitsi'))).toEqual([404, 'appointment_not_found']);
      expect((await placeOf(stranger, id)).code).toBe('appointment_not_found');
      expect(await chosen(id)).toEqual({ video_provider: null });
    });

    it('is only where the clinic is set up', async () => {
      const { id, doctor } = await visitAhead();
      expect(codeOf(await choose(doctor, id, 'twilio'))).toEqual([400, 'video_provider_missing']);
      expect(codeOf(await choose(doctor, id, 'telepathy'))).toEqual([400, 'invalid_request']);
      expect(await chosen(id)).toEqual({ video_provider: null });
    });

    it.each(['IN_PROGRESS', 'COMPLETED', 'CANCELLED', 'NO_SHOW'])('stays once it is %s', async (status) => {
      const { id, doctor } = await visitAhead({ status });
      expect(codeOf(await choose(doctor, id, 'jitsi'))).toEqual([409, 'not_changeable']);
      expect(await chosen(id)).toEqual({ video_provider: null });
    });

    it('stays once its time has passed, and is not asked of a visit in person', async () => {
      const { id, doctor, startsAt } = await newVisit(world());
      world().setNow(later(startsAt, 60));
      expect(codeOf(await choose(doctor, id, 'jitsi'))).toEqual([409, 'not_changeable']);
      const inPerson = await visitAhead({ sessionType: 'in_person' });
      expect(codeOf(await choose(inPerson.doctor, inPerson.id, 'jitsi'))).toEqual([409, 'not_changeable']);
    });

    /** Opened at its time, and then moved far ahead. */
    const movedVisit = async () => {
      const visit = await newVisit(world());
      world().setNow(later(visit.startsAt, -10));
      expect((await initiate(world(), visit.patient, visit.id)).body.provider).toBe('builtin');
      const startsAt = later(visit.startsAt, 24 * 60 * 40);
      const payload = { starts_at: startsAt.toISOString() };
      const answer = await call(world(), visit.doctor, 'PATCH', `/api/appointments/${visit.id}`, payload);
      expect(answer.status).toBe(200);
      return { ...visit, startsAt };
    };

    it('stays once its room is made', async () => {
      const { id, doctor, patient, startsAt } = await newVisit(world());
      world().setNow(later(startsAt, -10));
      await initiate(world(), patient, id);
      expect(codeOf(await choose(doctor, id, 'jitsi'))).toEqual([409, 'not_changeable']);
      expect(await placeOf(doctor, id)).toEqual({ video_provider: null, room_provider: 'builtin' });
      // What it is already can be said again.
      expect((await choose(doctor, id, null)).status).toBe(200);
    });

    it.each([
      ['before its call follows', false],
      ['after its call followed', true],
    ])('is chosen again for a visit that was moved, %s', async (_, hasFollowed) => {
      const { id, doctor, patient, startsAt } = await movedVisit();
      if (hasFollowed) await followAppointment(world().deps, id);
      expect(await placeOf(doctor, id)).toEqual({ video_provider: null, room_provider: null });
      expect((await choose(doctor, id, 'jitsi')).status).toBe(200);
      world().setNow(startsAt);
      expect((await initiate(world(), patient, id)).body).toMatchObject({
        provider: 'jitsi',
        videoCall: { roomName: `appointment_${id}_2` },
        ticket: { roomName: `appointment_${id}_2` },
      });
      expect(await placeOf(doctor, id)).toEqual({ video_provider: 'jitsi', room_provider: 'jitsi' });
      expect(codeOf(await choose(doctor, id, 'builtin'))).toEqual([409, 'not_changeable']);
    });

    it('is chosen anew where nobody can be let in any more, unless somebody is in', async () => {
      const { deps } = world();
      const before = deps.videoProviders;
      const { id, doctor, patient, startsAt } = await visitAhead();
      await choose(doctor, id, 'jitsi');
      world().setNow(startsAt);
      await initiate(world(), patient, id);
      await act(world(), patient, id, 'join');
      deps.videoProviders = videoProviders('builtin', [before.of('builtin')]);
      expect((await initiate(world(), doctor, id)).body.code).toBe('video_not_configured');
      expect(codeOf(await choose(doctor, id, null))).toEqual([409, 'not_changeable']);
      await act(world(), patient, id, 'leave');
      expect((await placeOf(doctor, id)).room_provider).toBeNull();
      expect((await choose(doctor, id, null)).status).toBe(200);
      expect((await initiate(world(), doctor, id)).body.provider).toBe('builtin');
      deps.videoProviders = before;
      expect((await initiate(world(), patient, id)).body.provider).toBe('builtin');
    });

    it('is either chosen in time or refused, when the room is made at the same moment', async () => {
      for (let index = 0; index < RACES; index += 1) {
        const { id, doctor, patient, startsAt } = await newVisit(world());
        world().setNow(startsAt);
        const both = [() => choose(doctor, id, 'jitsi'), () => initiate(world(), patient, id)];
        if (index % 2 === 1) both.reverse();
        const answers = await Promise.all(both.map((ask) => ask()));
        const place = await placeOf(doctor, id);
        const wasChosen = answers.every(({ status }) => status === 200);
        expect(place).toEqual(
          wasChosen
            ? { video_provider: 'jitsi', room_provider: 'jitsi' }
            : { video_provider: null, room_provider: 'builtin' },
        );
      }
    });
  },
  { VIDEO_OTP: 'off' },
);
