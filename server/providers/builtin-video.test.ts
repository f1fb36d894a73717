import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { testConfig } from '../../test/harness.ts';
import { describeVideoRooms } from '../../test/vendors/video-rooms-suite.ts';
import { loadKeys } from '../keys.ts';
import { roomName } from '../video-calls/room-name.ts';
import { readTicket } from '../video-calls/signalling/ticket.ts';
import { builtinVideo } from './builtin-video.ts';

const config = testConfig({
  PUBLIC_URL: 'https://visits.clinic.test',
  TURN_URLS: 'turn:relay.clinic.test:3478',
  TURN_SECRET: 'a secret that only the relay and we know',
});
const keys = loadKeys(config);
const rooms = builtinVideo({ config, keys });
const now = new Date('2026-03-02T10:00:00Z');
const closesAt = new Date('2026-03-02T11:00:00Z');

describeVideoRooms('our own signalling', async () => ({
  rooms,
  read: async (token) => {
    const claims = await readTicket(keys.jwt, token, new Date());
    if (typeof claims === 'string') throw new Error(claims);
    return { ...claims, expiresAt: new Date((decodeJwt(token).exp ?? 0) * 1_000) };
  },
  people: null,
  vanish: null,
  stop: () => {},
}));

test('every version of an appointment has a room and an id of its own, always the same', async () => {
  const first = { name: roomName({ id: 'a', version: 1 }), closesAt };
  const second = { name: roomName({ id: 'a', version: 2 }), closesAt };
  expect([first.name, second.name]).toEqual(['appointment_a', 'appointment_a_2']);
  const sids = [await rooms.open(first, now), await rooms.open(first, now), await rooms.open(second, now)];
  expect(sids[0]?.sid).toMatch(/^RM[0-9a-f]{32}$/);
  expect(sids[1]).toEqual(sids[0]);
  expect(sids[2]).not.toEqual(sids[0]);
});

test('a ticket is for one person, room and session, and dies with the join window, the relay’s name too', async () => {
  const ticket = await rooms.ticket({
    room: 'appointment_a',
    providerRoom: 'appointment_a',
    page: 'apt-1-abcdefgh23',
    appointmentId: 'a',
    appointmentVersion: 1,
    sessionId: 's',
    person: { id: 'p', name: 'Ada Okafor', email: 'ada@clinic.test', avatarUrl: '' },
    role: 'patient',
    now,
    closesAt,
  });
  expect(ticket).toMatchObject({
    jitsiToken: null,
    meetingLink: 'https://visits.clinic.test/video-session/apt-1-abcdefgh23',
    expiresAt: closesAt,
    ticket: { kind: 'builtin', socketPath: '/socket.io', expiresAt: closesAt.toISOString() },
  });
  expect(await readTicket(keys.jwt, ticket.token, now)).toEqual({
    room: 'appointment_a',
    appointmentId: 'a',
    appointmentVersion: 1,
    personId: 'p',
    role: 'patient',
    sessionId: 's',
  });
  expect(ticket.ticket).toMatchObject({
    iceServers: [{ username: `${closesAt.getTime() / 1000}:p` }],
  });
  expect(ticket.token).not.toContain('ada');
});
