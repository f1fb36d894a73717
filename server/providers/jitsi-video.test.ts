import { expect, test } from 'vitest';
import { enterJitsi } from '../../test/vendors/jitsi-door.ts';
import { startJitsiFake } from '../../test/vendors/jitsi-fake.ts';
import { JITSI, JITSI_REQUEST, JITSI_ROOM } from '../../test/vendors/jitsi-world.ts';
import { describeVideoRooms, type TokenFacts } from '../../test/vendors/video-rooms-suite.ts';
import { jitsiVideo } from './jitsi-video.ts';

const read = async (token: string): Promise<TokenFacts> => {
  const { room, moderator, exp, context } = await enterJitsi(JITSI, token);
  return {
    room,
    role: moderator ? 'doctor' : 'patient',
    personId: context.user.id,
    expiresAt: new Date(exp * 1_000),
  };
};

describeVideoRooms('a Jitsi that puts people out', async () => {
  const fake = await startJitsiFake();
  return {
    rooms: jitsiVideo({ ...JITSI, eject: fake.eject }),
    read,
    people: fake,
    vanish: fake.stop,
    stop: async () => {
      await fake.stop();
      expect(fake.violations).toEqual([]);
    },
  };
});

describeVideoRooms('a Jitsi that nobody is put out of', async () => ({
  rooms: jitsiVideo(JITSI),
  read,
  people: null,
  vanish: null,
  stop: () => {},
}));

test('comes with what the page needs and the link that older clients open', async () => {
  const ticket = await jitsiVideo({ ...JITSI, domain: 'meet.clinic.test:8443', lobby: true }).ticket(
    JITSI_REQUEST,
  );
  expect(ticket.meetingLink).toBe(`https://meet.clinic.test:8443/${JITSI_ROOM}?jwt=${ticket.token}`);
  expect(ticket.jitsiToken).toBe(ticket.token);
  expect(ticket.ticket).toEqual({
    kind: 'jitsi',
    token: ticket.token,
    domain: 'meet.clinic.test:8443',
    roomName: JITSI_ROOM,
    lobby: true,
    expiresAt: '2026-03-02T13:00:00.000Z',
  });
});
