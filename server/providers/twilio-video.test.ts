import { decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contractsOrSkip } from '../../test/vendors/contracts.ts';
import { startTwilioFake, type TwilioFake } from '../../test/vendors/twilio-fake.ts';
import {
  API_KEY,
  PUBLIC_URL,
  twilioRoomsWorld,
  twilioVideoConfig,
} from '../../test/vendors/twilio-rooms-world.ts';
import type { TwilioBehaviour } from '../../test/vendors/twilio-vendor.ts';
import { ACCOUNT } from '../../test/vendors/twilio-world.ts';
import { describeVideoRooms } from '../../test/vendors/video-rooms-suite.ts';
import type { TicketRequest } from '../video-calls/video-rooms.ts';
import { twilioVideo } from './twilio-video.ts';

const NOW = new Date('2026-03-02T10:00:00.600Z');
const CLOSES = new Date('2026-03-02T11:15:00Z');
const ROOM = 'apt-17-abcdefgh23';
/** The same in life; here it must not matter. */
const PAGE = 'apt-17-zyxwvuts76';
const PERSON = '0199c0de-1111-7000-8000-000000000001';
const NOWHERE = new URL('http://127.0.0.1:9');

const request: TicketRequest = {
  room: 'appointment_a',
  providerRoom: ROOM,
  page: PAGE,
  appointmentId: 'a',
  appointmentVersion: 1,
  sessionId: 's',
  person: { id: PERSON, name: 'Ada Okafor', email: 'ada@clinic.test', avatarUrl: '' },
  role: 'patient',
  now: NOW,
  closesAt: CLOSES,
};

describe('a ticket for a room at Twilio', () => {
  const rooms = twilioVideo(twilioVideoConfig(NOWHERE), { publicUrl: PUBLIC_URL });
  const secret = new TextEncoder().encode(API_KEY.apiKeySecret);
  const claimsOf = async (token: string, at: Date) =>
    (await jwtVerify(token, secret, { algorithms: ['HS256'], currentDate: at })).payload;

  it.each(['doctor', 'patient'] as const)(
    'says what the vendor reads, and no more, of a %s',
    async (role) => {
      const { token } = await rooms.ticket({ ...request, role });
      const iat = Date.parse('2026-03-02T10:00:00Z') / 1_000;
      expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', typ: 'JWT', cty: 'twilio-fpa;v=1' });
      expect(await claimsOf(token, NOW)).toEqual({
        jti: `${API_KEY.apiKeySid}-${iat}`,
        iss: API_KEY.apiKeySid,
        sub: ACCOUNT.accountSid,
        iat,
        exp: iat + 7_200,
        grants: { identity: `${PERSON}-${role}`, video: { room: ROOM } },
      });
    },
  );

  it('tells the web client where it is, and older ones the page of the clinic', async () => {
    const { token, ...rest } = await rooms.ticket(request);
    const expiresAt = new Date('2026-03-02T12:00:00Z');
    expect(rest).toEqual({
      jitsiToken: null,
      meetingLink: `https://visits.clinic.test/video-session/${PAGE}`,
      ticket: {
        kind: 'twilio',
        token,
        roomName: ROOM,
        identity: `${PERSON}-patient`,
        expiresAt: expiresAt.toISOString(),
      },
      expiresAt,
    });
  });

  it('outlives a long visit, and no day', async () => {
    const lifeOf = async (hours: number): Promise<number> => {
      const closesAt = new Date(NOW.getTime() + hours * 3_600_000);
      const { iat = 0, exp = 0 } = await claimsOf((await rooms.ticket({ ...request, closesAt })).token, NOW);
      return exp - iat;
    };
    expect([await lifeOf(1), await lifeOf(4), await lifeOf(40)]).toEqual([7_200, 14_400, 86_400]);
  });
});

contractsOrSkip('rooms at Twilio', () => {
  describeVideoRooms('Twilio Video', twilioRoomsWorld);

  describe('a room at Twilio', () => {
    let fake: TwilioFake;
    let names = 0;
    const roomsAt = (publicUrl = PUBLIC_URL, over = {}) =>
      twilioVideo(twilioVideoConfig(fake.url, over), { publicUrl });
    const newRoom = (closesAt = CLOSES) => {
      names += 1;
      return { name: `apt-${names}-zyxwvuts76`, closesAt };
    };

    beforeAll(async () => {
      fake = await startTwilioFake(ACCOUNT);
    });
    afterAll(async () => {
      await fake.stop();
      expect(fake.violations).toEqual([]);
    });
    beforeEach(() => fake.behave({ as: 'usual' }));

    it('is for two people and for as long as the join window, is never recorded, and tells us of them', async () => {
      const room = newRoom();
      const { sid } = await roomsAt().open(room, NOW);
      const { statusCallback, ...made } = fake.rooms.open(room.name) ?? {};
      expect(made).toMatchObject({
        sid,
        maxParticipants: 4,
        maxParticipantDuration: 4_500,
        unusedRoomTimeout: 60,
        emptyRoomTimeout: 10,
        recorded: false,
      });
      expect(statusCallback?.href).toBe('https://visits.clinic.test/webhooks/twilio/video#rc=5&rp=5xx,ct,rt');
    });

    it.each([
      ['ten minutes', new Date(NOW.getTime() + 1_000), 600],
      ['a day', new Date(NOW.getTime() + 90_000_000), 86_400],
    ])('asks for no stay that the vendor refuses: %s', async (_what, closesAt, seconds) => {
      const room = newRoom(closesAt);
      await roomsAt().open(room, NOW);
      expect(fake.rooms.open(room.name)?.maxParticipantDuration).toBe(seconds);
    });

    it('is one room for twenty who ask at once', async () => {
      const room = newRoom();
      const rooms = roomsAt();
      const opened = await Promise.all(Array.from({ length: 20 }, () => rooms.open(room, NOW)));
      expect(new Set(opened.map(({ sid }) => sid)).size).toBe(1);
      expect(fake.rooms.rooms.filter(({ name }) => name === room.name)).toHaveLength(1);
    });

    it('is made anew under its name once the old one is over', async () => {
      const room = newRoom();
      const rooms = roomsAt();
      const { sid } = await rooms.open(room, NOW);
      await rooms.close(room.name, 'ended');
      expect((await rooms.open(room, NOW)).sid).not.toBe(sid);
    });

    it.each(['http://localhost:5002', 'http://127.0.0.1:5002', 'http://[::1]:5002', 'http://me.localhost'])(
      'is made without a callback at %s, where nobody outside can reach us',
      async (address) => {
        const room = newRoom();
        await roomsAt(new URL(address)).open(room, NOW);
        expect(fake.rooms.open(room.name)?.statusCallback).toBeNull();
      },
    );

    it('is made all the same where the vendor does not take our address', async () => {
      fake.behave({ as: 'refuse-callbacks' });
      const room = newRoom();
      await roomsAt().open(room, NOW);
      expect(fake.rooms.open(room.name)?.statusCallback).toBeNull();
    });

    it('is found when it was made and only the answer was lost', async () => {
      const room = newRoom();
      fake.behave({ as: 'lost-answer' });
      const opening = roomsAt().open(room, NOW);
      await expect.poll(() => fake.rooms.open(room.name), { interval: 5 }).toBeDefined();
      fake.behave({ as: 'usual' });
      expect(await opening).toEqual({ sid: fake.rooms.open(room.name)?.sid });
      expect(fake.requests.slice(-2)).toEqual(['POST CreateRoom', 'GET FetchRoom']);
    });

    it('is made after a fault that passed meanwhile', async () => {
      const room = newRoom();
      fake.behave({ as: 'refuse', status: 503, code: 20503 });
      const before = fake.requests.length;
      const opening = roomsAt().open(room, NOW);
      await expect.poll(() => fake.requests.length - before, { interval: 5 }).toBe(1);
      fake.behave({ as: 'usual' });
      expect(await opening).toEqual({ sid: fake.rooms.open(room.name)?.sid });
    });

    it.each<[string, TwilioBehaviour, number]>([
      ['has a fault', { as: 'refuse', status: 500, code: 20500 }, 3],
      ['says garbage', { as: 'garbage' }, 3],
      ['says something else', { as: 'garbage', body: '{"sid":"PA1"}' }, 3],
      ['cuts the connection', { as: 'reset' }, 3],
      ['is busy for long', { as: 'refuse', status: 429, code: 20429, retryAfter: 30 }, 1],
      ['does not want to', { as: 'refuse', status: 400, code: 53114 }, 1],
    ])(
      'can’t be had when the vendor %s, and is asked for a few times at most',
      async (_what, behaviour, times) => {
        fake.behave(behaviour);
        const before = fake.requests.length;
        await expect(roomsAt().open(newRoom(), NOW)).rejects.toMatchObject({ code: 'video_unavailable' });
        expect(fake.requests.length - before).toBe(times);
      },
    );

    it('can’t be had from a vendor that hangs, and nobody waits for ever', async () => {
      fake.behave({ as: 'hang' });
      const from = performance.now();
      await expect(roomsAt().open(newRoom(), NOW)).rejects.toMatchObject({ code: 'video_unavailable' });
      expect(performance.now() - from).toBeLessThan(12_000);
    });

    it('says that video is not configured where the keys are refused, and asks once', async () => {
      const before = fake.requests.length;
      const rooms = roomsAt(PUBLIC_URL, { authToken: 'another' });
      await expect(rooms.open(newRoom(), NOW)).rejects.toMatchObject({ code: 'video_not_configured' });
      expect(fake.requests.length - before).toBe(1);
    });

    it('lets nobody in by its old name once it is closed', async () => {
      const room = newRoom();
      const rooms = roomsAt();
      await rooms.open(room, NOW);
      fake.rooms.enter(room.name, `${PERSON}-patient`);
      await rooms.close(room.name, 'moved');
      expect(fake.rooms.inside(room.name)).toEqual([]);
      expect(() => fake.rooms.enter(room.name, `${PERSON}-patient`)).toThrow('53106');
    });

    it.each<[string, TwilioBehaviour]>([
      ['has a fault', { as: 'refuse', status: 500, code: 20500 }],
      ['is busy', { as: 'refuse', status: 429, code: 20429, retryAfter: 1 }],
      ['says garbage', { as: 'garbage', status: 202 }],
      ['says that it is not', { as: 'garbage', status: 202, body: '{"status":"in-progress"}' }],
      ['is somebody else, who knows no such page', { as: 'garbage', status: 404 }],
      ['cuts the connection', { as: 'reset' }],
      ['hangs', { as: 'hang' }],
      ['refuses the keys', { as: 'refuse', status: 401, code: 20003 }],
    ])('counts as closed only when it is: not when the vendor %s', async (_what, behaviour) => {
      const room = newRoom();
      const rooms = roomsAt();
      await rooms.open(room, NOW);
      fake.behave(behaviour);
      const from = performance.now();
      await expect(rooms.close(room.name, 'moved')).rejects.toThrow();
      expect(performance.now() - from).toBeLessThan(6_000);
      fake.behave({ as: 'usual' });
      await rooms.close(room.name, 'moved');
      expect(fake.rooms.open(room.name)).toBeUndefined();
    });

    it.each([20404, 53106, 53112, 53118])('counts as closed when the vendor says %i of it', async (code) => {
      fake.behave({ as: 'refuse', status: code === 20404 ? 404 : 400, code });
      await roomsAt().close(newRoom().name, 'cancelled');
    });
  });
});
