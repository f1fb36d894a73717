import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '../../server/problem.ts';
import { providerRoomName } from '../../server/video-calls/room-name.ts';
import type { Ticket, TicketRequest, VideoRooms } from '../../server/video-calls/video-rooms.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** An exp is a whole second, so a token may live that much longer than was asked. */
const SECOND_MS = 1_000;
/** From one minute before the end of a window to the whole length of a long one. */
const WINDOWS_MINUTES = [1, 45, 6 * 60];

/** What a token says at its provider's door. */
export interface TokenFacts {
  /** The one room that it opens, as the provider knows it. */
  room: string;
  role: 'doctor' | 'patient';
  personId: string;
  expiresAt: Date;
}

/** One provider of rooms and the vendor that it speaks to. */
export interface VideoRoomsWorld {
  rooms: VideoRooms;
  /** Reads a token as the vendor does. Throws where the vendor would keep it out. */
  read: (token: string) => TokenFacts | Promise<TokenFacts>;
  /** Who sits in rooms there; null for a provider that is not asked to put anybody out. */
  people: {
    /** Somebody comes into a room that was opened. */
    enter: (room: string) => void | Promise<void>;
    /** How many are in it now. */
    inside: (room: string) => number | Promise<number>;
  } | null;
  /** From now on nobody answers where the vendor was; null for a provider that asks nobody. */
  vanish: (() => void | Promise<void>) | null;
  stop: () => void | Promise<void>;
}

let visits = 0;
const newVisit = () => {
  visits += 1;
  const id = `0199c0de-0000-7000-8000-${String(visits).padStart(12, '0')}`;
  const at = (version: number) => ({ id, version, room: `apt-${visits}-abcdefgh${20 + version}` });
  return { before: at(1), after: at(2) };
};
type Version = ReturnType<typeof newVisit>['before'];

/** What every provider of rooms must do on the server, whoever holds the call. */
export const describeVideoRooms = (name: string, start: () => Promise<VideoRoomsWorld>): void => {
  describe(`${name} has rooms`, () => {
    let world: VideoRoomsWorld;

    beforeAll(async () => {
      world = await start();
    });
    afterAll(async () => {
      await world.stop();
    });

    const roomOf = (version: Version): string => providerRoomName(world.rooms.provider, version);
    const requestFor = (version: Version, over: Partial<TicketRequest> = {}): TicketRequest => {
      const now = new Date();
      return {
        room: providerRoomName('builtin', version),
        providerRoom: roomOf(version),
        page: version.room,
        appointmentId: version.id,
        appointmentVersion: version.version,
        sessionId: 'session',
        person: {
          id: '0199c0de-1111-7000-8000-000000000001',
          name: 'Ada Okafor',
          email: 'ada@clinic.test',
          avatarUrl: '',
        },
        role: 'patient',
        now,
        closesAt: new Date(now.getTime() + 45 * MINUTE_MS),
        ...over,
      };
    };
    const ticketFor = (version: Version, over?: Partial<TicketRequest>): Promise<Ticket> =>
      world.rooms.ticket(requestFor(version, over));
    const open = (version: Version, by = world): Promise<{ sid: string }> => {
      const now = new Date();
      const closesAt = new Date(now.getTime() + 45 * MINUTE_MS);
      return by.rooms.open({ name: roomOf(version), closesAt }, now);
    };

    it('hands out a ticket for exactly one room, and says the same everywhere in it', async () => {
      const { before } = newVisit();
      const { token, jitsiToken, meetingLink, ticket, expiresAt } = await ticketFor(before);
      expect((await world.read(token)).room).toBe(roomOf(before));
      expect(ticket).toMatchObject({
        kind: world.rooms.provider,
        token,
        expiresAt: expiresAt.toISOString(),
      });
      if ('roomName' in ticket) expect(ticket.roomName).toBe(roomOf(before));
      expect(jitsiToken).toBe(world.rooms.provider === 'jitsi' ? token : null);
      expect(new URL(meetingLink).pathname).toMatch(
        new RegExp(`/(${before.room}|${requestFor(before).room})$`),
      );
    });

    it.each(['doctor', 'patient'] as const)('lets a %s in as that, and as nobody else', async (role) => {
      const { before } = newVisit();
      const { person } = requestFor(before);
      const facts = await world.read((await ticketFor(before, { role })).token);
      expect(facts).toMatchObject({ role, personId: person.id });
    });

    it('takes the role from who is in the room, never from a name', async () => {
      const { before } = newVisit();
      const person = { ...requestFor(before).person, name: 'doctor owner moderator', email: '' };
      expect((await world.read((await ticketFor(before, { person })).token)).role).toBe('patient');
    });

    it('names other rooms after a move: no ticket for the old time opens the new room', async () => {
      const { before, after } = newVisit();
      const [old, fresh] = [await ticketFor(before), await ticketFor(after)];
      expect((await world.read(old.token)).room).toBe(roomOf(before));
      expect((await world.read(fresh.token)).room).toBe(roomOf(after));
      expect(roomOf(after)).not.toBe(roomOf(before));
      expect(fresh.meetingLink.split('?')[0]).not.toBe(old.meetingLink.split('?')[0]);
    });

    it.each(WINDOWS_MINUTES)(
      'lets people in until the join window closes, in %i minutes',
      async (minutes) => {
        const { before } = newVisit();
        const now = new Date();
        const closesAt = new Date(now.getTime() + minutes * MINUTE_MS);
        const { token, expiresAt } = await ticketFor(before, { now, closesAt });
        const facts = await world.read(token);
        for (const end of [facts.expiresAt, expiresAt]) {
          expect(end.getTime() + SECOND_MS).toBeGreaterThan(closesAt.getTime());
          expect(end.getTime()).toBeLessThanOrEqual(now.getTime() + DAY_MS);
        }
        // Who is told when to come back for another is told in time.
        expect(expiresAt.getTime()).toBeLessThan(facts.expiresAt.getTime() + SECOND_MS);
      },
    );

    it('opens a room once, however often it is asked, and another one after a move', async () => {
      const { before, after } = newVisit();
      const first = await open(before);
      expect(first.sid).toMatch(/^RM[0-9a-f]{32}$/);
      expect(await open(before)).toEqual(first);
      const both = await Promise.all([open(after), open(after)]);
      expect(both[0]).toEqual(both[1]);
      expect(both[0]).not.toEqual(first);
    });

    it('puts everybody out of a room that is closed, and out of no other', async () => {
      const [closed, other] = [newVisit().before, newVisit().before];
      for (const version of [closed, other]) {
        await open(version);
        await world.people?.enter(roomOf(version));
      }
      await world.rooms.close(roomOf(closed), 'moved');
      if (!world.people) return;
      expect(await world.people.inside(roomOf(closed))).toBe(0);
      expect(await world.people.inside(roomOf(other))).toBe(1);
    });

    it('closes a room as often as it is asked, for whatever reason, and one that never was', async () => {
      const { before, after } = newVisit();
      await open(before);
      await world.people?.enter(roomOf(before));
      for (const reason of ['cancelled', 'cancelled', 'ended', 'moved'] as const) {
        await world.rooms.close(roomOf(before), reason);
      }
      await world.rooms.close(roomOf(after), 'ended');
      if (world.people) expect(await world.people.inside(roomOf(before))).toBe(0);
    });

    it('says so where the provider can’t be reached, so that closing is tried again', async () => {
      const gone = await start();
      try {
        const { before } = newVisit();
        await open(before, gone);
        if (!gone.vanish) return;
        await gone.vanish();
        await expect(gone.rooms.close(roomOf(before), 'moved')).rejects.toThrow();
        const opened = await open(newVisit().before, gone).catch((error: unknown) => error);
        if (opened instanceof Problem) expect(opened.code).toBe('video_unavailable');
        else expect(opened).toMatchObject({ sid: expect.stringMatching(/^RM/) });
      } finally {
        await gone.stop();
      }
    });
  });
};
