import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from '../../test/harness.ts';
import { contractsOrSkip } from '../../test/vendors/contracts.ts';
import { startTwilioFake, type TwilioFake } from '../../test/vendors/twilio-fake.ts';
import type { TwilioRoomEvent } from '../../test/vendors/twilio-rooms.ts';
import { API_KEY, PUBLIC_URL } from '../../test/vendors/twilio-rooms-world.ts';
import { twilioSignature } from '../../test/vendors/twilio-signature.ts';
import { ACCOUNT } from '../../test/vendors/twilio-world.ts';
import { call, initiate, later, newVisit, statusOf } from '../../test/video-visit.ts';
import type { Person } from '../people/person.ts';
import { tendRooms } from '../video-calls/keep-rooms.ts';

const envFor = (fake: TwilioFake): Record<string, string> => ({
  VIDEO_OTP: 'off',
  VIDEO_PROVIDER: 'twilio',
  PUBLIC_URL: PUBLIC_URL.href,
  TWILIO_ACCOUNT_SID: ACCOUNT.accountSid,
  TWILIO_AUTH_TOKEN: ACCOUNT.authToken,
  TWILIO_API_KEY_SID: API_KEY.apiKeySid,
  TWILIO_API_KEY_SECRET: API_KEY.apiKeySecret,
  TWILIO_VIDEO_URL: fake.url.href,
});

contractsOrSkip('visits held at Twilio', () => {
  describe.each(['embedded', 'server'] as const)('a visit held at Twilio (%s)', (kind) => {
    let fake: TwilioFake;
    let world: World & { close: () => Promise<void> };

    beforeAll(async () => {
      fake = await startTwilioFake(ACCOUNT);
      world = await openWorld(kind, envFor(fake));
    });
    afterAll(async () => {
      await world.close();
      await fake.stop();
      expect(fake.violations).toEqual([]);
    });

    const post = async ({ url, fields }: TwilioRoomEvent, key = ACCOUNT.authToken): Promise<number> => {
      const answer = await world.app.inject({
        method: 'POST',
        url: url.pathname,
        headers: {
          'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
          'x-twilio-signature': twilioSignature(key, url, fields),
        },
        payload: new URLSearchParams(fields).toString(),
      });
      return answer.statusCode;
    };
    /** What the vendor has to tell since it was asked last, each as often as is said. */
    const tell = async (times = 1): Promise<void> => {
      for (const event of fake.rooms.events.splice(0))
        for (let time = 0; time < times; time += 1) expect(await post(event)).toBe(204);
    };
    const open = async () => {
      const visit = await newVisit(world);
      world.setNow(later(visit.startsAt, -10));
      const enter = async (who: Person) => {
        const { status, body } = await initiate(world, who, visit.id);
        expect(status).toBe(200);
        const { ticket } = body;
        return { ...ticket, participant: fake.rooms.enter(ticket.roomName, ticket.identity) };
      };
      const record = async () =>
        (await call(world, visit.doctor, 'GET', `/api/video-calls/${visit.id}`)).body;
      const cancel = () => call(world, visit.patient, 'POST', `/api/appointments/${visit.id}/cancel`, {});
      return { ...visit, enter, record, cancel };
    };

    it('is in a room that its tickets open, and lives and ends by what Twilio tells', async () => {
      const visit = await open();
      const [doctor, patient] = [await visit.enter(visit.doctor), await visit.enter(visit.patient)];
      expect(patient.roomName).toMatch(/^apt-\d+-[a-z2-7]{10}$/);
      expect(doctor.roomName).toBe(patient.roomName);
      // The vendor reads the machine's clock, and the visit is at another time.
      const claims = JSON.parse(Buffer.from(patient.token.split('.')[1], 'base64url').toString());
      expect(claims.grants).toEqual({
        identity: `${visit.patient.id}-patient`,
        video: { room: patient.roomName },
      });
      await tell(3);
      expect(await visit.record()).toMatchObject({ videoCall: { status: 'IN_PROGRESS' } });
      expect(await statusOf(world, visit.id)).toBe('IN_PROGRESS');
      fake.rooms.leave(patient.participant.sid);
      await tell();
      const presence = await call(world, visit.doctor, 'GET', '/api/video-calls/presence');
      expect(presence.body.rooms).toMatchObject([{ doctorIsIn: true, patientIsIn: false }]);
    });

    it('does not move for what somebody else says in Twilio’s name', async () => {
      const visit = await open();
      await visit.enter(visit.patient);
      const before = await visit.record();
      for (const event of fake.rooms.events.splice(0)) expect(await post(event, 'guessed')).toBe(403);
      expect(await visit.record()).toEqual(before);
    });

    it('puts everybody out when it is cancelled, and whoever makes the old room again', async () => {
      const visit = await open();
      const { roomName, identity } = await visit.enter(visit.patient);
      await tell();
      expect((await visit.cancel()).status).toBe(200);
      await tendRooms(world.deps);
      expect(fake.rooms.inside(roomName)).toEqual([]);
      await tell();
      // As in an account that lets browsers make rooms, with this address for their callback.
      const StatusCallback = new URL('/webhooks/twilio/video', PUBLIC_URL).href;
      fake.rooms.create(new Map(Object.entries({ UniqueName: roomName, StatusCallback })));
      fake.rooms.enter(roomName, identity);
      await tell();
      expect(fake.rooms.open(roomName)).toBeUndefined();
      expect(await statusOf(world, visit.id)).toBe('CANCELLED');
    });

    it('puts everybody out as soon as Twilio is back, when it was away', async () => {
      const visit = await open();
      const { roomName } = await visit.enter(visit.patient);
      fake.behave({ as: 'refuse', status: 503, code: 20503 });
      expect((await visit.cancel()).status).toBe(200);
      await tendRooms(world.deps);
      expect(fake.rooms.inside(roomName)).toHaveLength(1);
      fake.behave({ as: 'usual' });
      await expect
        .poll(
          async () => {
            world.setNow(later(world.deps.now(), 0.1));
            await tendRooms(world.deps);
            return fake.rooms.inside(roomName).length;
          },
          { timeout: 10_000 },
        )
        .toBe(0);
    });

    it('says that it can’t be reached while Twilio is away, and lets nobody in without a room', async () => {
      const visit = await open();
      fake.behave({ as: 'refuse', status: 500, code: 20500 });
      const refused = await initiate(world, visit.patient, visit.id);
      expect([refused.status, refused.body.code]).toEqual([502, 'video_unavailable']);
      fake.behave({ as: 'usual' });
      expect((await initiate(world, visit.patient, visit.id)).status).toBe(200);
    });

    it('gives older clients the same room by their own routes', async () => {
      const visit = await open();
      const made = await call(world, visit.doctor, 'POST', `/api/appointments/video-room/${visit.id}`);
      const token = await call(world, visit.patient, 'GET', `/api/appointments/video-token/${visit.id}`);
      expect(made.status).toBe(201);
      expect(made.body).toMatchObject({
        room_name: token.body.room_name,
        room_sid: fake.rooms.open(token.body.room_name)?.sid,
        meeting_url: `https://visits.clinic.test/video-session/${token.body.room_name}`,
      });
      expect(token.body).toMatchObject({ user_identity: `${visit.patient.id}-patient`, expires_in: 7_200 });
      world.setNow(null);
    });
  });
});
