import { beforeEach, expect, it } from 'vitest';
import type { VideoProvider } from '../../contract/primitives.ts';
import { describeOnBothDatabases, type World } from '../../test/harness.ts';
import { type RecordingRooms, recordingRooms } from '../../test/recording-rooms.ts';
import { call, initiate, later, newVisit } from '../../test/video-visit.ts';
import type { Person } from '../people/person.ts';
import { videoProviders } from './video-providers.ts';

const DAYS_ON = 24 * 60 * 40;

describeOnBothDatabases(
  'a call and the clinic’s settings',
  (world) => {
    let jitsi: RecordingRooms;
    let twilio: RecordingRooms;
    beforeEach(() => {
      [jitsi, twilio] = [recordingRooms('jitsi'), recordingRooms('twilio')];
      prefer('builtin');
    });

    /** As after a restart with another VIDEO_PROVIDER. */
    const prefer = (preferred: VideoProvider): void => {
      const { deps } = world();
      deps.videoProviders = videoProviders(preferred, [deps.videoProviders.of('builtin'), jitsi, twilio]);
    };
    /** As after a restart without the keys of the others. */
    const forget = (preferred: VideoProvider = 'builtin'): void => {
      const { deps } = world();
      deps.videoProviders = videoProviders(preferred, [deps.videoProviders.of('builtin')]);
    };
    const name = (id: string, provider: VideoProvider | null) =>
      world().db.query('UPDATE appointments SET video_provider = $2 WHERE id = $1', [id, provider]);
    const ways = async (who: Person, id: string) => [
      await initiate(world(), who, id),
      await call(world(), who, 'GET', `/api/video-calls/token/${id}`),
      await call(world(), who, 'GET', `/api/appointments/video-token/${id}`),
      await call(world(), who, 'POST', `/api/appointments/video-room/${id}`, {}),
    ];
    const heldIn = async (id: string) => {
      const [row] = await world().db.query<{ provider: VideoProvider }>(
        'SELECT provider FROM video_calls WHERE appointment_id = $1',
        [id],
      );
      return row?.provider;
    };
    const move = async ({ deps }: World, id: string, doctor: Person): Promise<Date> => {
      const startsAt = later(deps.now(), DAYS_ON);
      const payload = { starts_at: startsAt.toISOString() };
      expect((await call(world(), doctor, 'PATCH', `/api/appointments/${id}`, payload)).status).toBe(200);
      return startsAt;
    };

    it.each<[VideoProvider, VideoProvider]>([
      ['builtin', 'jitsi'],
      ['jitsi', 'builtin'],
      ['jitsi', 'twilio'],
      ['twilio', 'builtin'],
    ])('stays with %s where its room was made, when the clinic goes over to %s', async (first, then) => {
      const { id, doctor, patient, startsAt } = await newVisit(world());
      world().setNow(startsAt);
      prefer(first);
      await initiate(world(), patient, id);
      prefer(then);
      for (const who of [patient, doctor]) {
        const answers = await ways(who, id);
        expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
        expect([answers[0]?.body.provider, answers[1]?.body.provider]).toEqual([first, first]);
        // Rooms at a recording provider have links of their own.
        const isThere = answers[0]?.body.meetingLink.startsWith('https://rooms.test/');
        expect(isThere).toBe(first !== 'builtin');
      }
      expect(await heldIn(id)).toBe(first);
      for (const rooms of [jitsi, twilio]) expect(rooms.opened.length > 0).toBe(rooms.provider === first);
    });

    it('is held where its appointment says, whatever the clinic prefers', async () => {
      const { id, patient, startsAt } = await newVisit(world());
      await name(id, 'twilio');
      prefer('jitsi');
      world().setNow(startsAt);
      expect((await initiate(world(), patient, id)).body.provider).toBe('twilio');
    });

    it.each<[string, VideoProvider | null, VideoProvider]>([
      ['the clinic prefers now', null, 'jitsi'],
      ['its appointment says now', 'twilio', 'twilio'],
    ])('is held after a move where %s', async (_, named, expected) => {
      const { id, doctor, patient, startsAt } = await newVisit(world());
      world().setNow(later(startsAt, -10));
      await initiate(world(), patient, id);
      prefer('jitsi');
      await name(id, named);
      expect(await heldIn(id)).toBe('builtin');
      world().setNow(await move(world(), id, doctor).then((at) => later(at, -10)));
      const { body } = await initiate(world(), patient, id);
      expect([body.provider, body.videoCall.roomName]).toEqual([expected, `appointment_${id}_2`]);
    });

    it.each<[string, VideoProvider | null, VideoProvider]>([
      ['its appointment names', 'jitsi', 'builtin'],
      ['the clinic prefers', null, 'jitsi'],
    ])(
      'is not made where %s what is not set up, and is made once that is mended',
      async (_, named, preferred) => {
        const { id, patient, startsAt } = await newVisit(world());
        await name(id, named);
        world().setNow(startsAt);
        forget(preferred);
        const answers = await ways(patient, id);
        expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
          [500, 'video_not_configured'],
          [404, 'call_not_found'],
          [500, 'video_not_configured'],
          [500, 'video_not_configured'],
        ]);
        expect(await heldIn(id)).toBeUndefined();
        await name(id, null);
        forget('builtin');
        expect((await initiate(world(), patient, id)).body.provider).toBe('builtin');
      },
    );

    it('is not opened while its provider is not set up any more, and nothing is half-done', async () => {
      const { id, doctor, patient, startsAt } = await newVisit(world());
      world().setNow(startsAt);
      prefer('jitsi');
      await initiate(world(), patient, id);
      const facts = () =>
        Promise.all([
          world().db.query('SELECT * FROM video_calls WHERE appointment_id = $1', [id]),
          world().db.query('SELECT * FROM appointments WHERE id = $1', [id]),
          world().db.query(
            "SELECT action FROM audit_entries WHERE subject_id = $1 AND action NOT LIKE 'session%'",
            [id],
          ),
          world().db.query("SELECT * FROM room_closings WHERE provider_room LIKE '%' || $1 || '%'", [id]),
        ]);
      const before = await facts();
      forget();
      for (const who of [patient, doctor]) {
        for (const { status, body } of await ways(who, id))
          expect([status, body.code]).toEqual([500, 'video_not_configured']);
      }
      expect(await facts()).toEqual(before);
      // The keys are back.
      prefer('builtin');
      expect((await initiate(world(), patient, id)).body.provider).toBe('jitsi');
    });
  },
  { VIDEO_OTP: 'off' },
);
