import { meetingUrl } from '../appointments/present-appointment.ts';
import type { ProviderRoom, VideoRooms } from '../video-calls/video-rooms.ts';
import type { TwilioVideoConfig } from '../video-config.ts';
import { type Asked, type AskTwilio, twilioClient } from './twilio-client.ts';
import { twilioIdentity } from './twilio-identity.ts';
import { TELL_AGAIN } from './twilio-receipts.ts';
import { askAgain, isGone, isRefusedFor, ROOM, roomProblem } from './twilio-room-faults.ts';
import { twilioVideoToken } from './twilio-video-token.ts';

const SID = /^RM[0-9a-fA-F]{32}$/;
const COMPLETED = /^completed$/;
/** Two people, each with a connection that goes and one that comes. */
const MOST_CONNECTIONS = 4;
/** Minutes, the most there are: who comes early waits in a room that stays. */
const UNUSED_MINUTES = 60;
/** Minutes. A visit counts as over once both are gone for five; whoever comes back later has it made again. */
const EMPTY_MINUTES = 10;
/** Seconds; the vendor refuses what lies outside (its error 53123). */
const STAY = { shortest: 600, longest: 86_400 } as const;
/** What was decided stands whatever comes of it, so nobody waits longer for it. */
const CLOSE_MS = 4_000;

const LOOPBACK = /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Where the vendor tells who comes and goes; null where it could never reach us, as on a machine at hand. */
const callbackAt = (publicUrl: URL): string | null => {
  if (LOOPBACK.test(publicUrl.hostname)) return null;
  const url = new URL('/webhooks/twilio/video', publicUrl);
  url.hash = TELL_AGAIN;
  return url.href;
};

/** Nobody stays past the join window, as far as the vendor counts: from when each of them came. */
const longestStay = (closesAt: Date, now: Date): number => {
  const remaining = Math.ceil((closesAt.getTime() - now.getTime()) / 1_000);
  return Math.min(Math.max(remaining, STAY.shortest), STAY.longest);
};

interface Opening {
  now: Date;
  callback: string | null;
  signal: AbortSignal;
}

const create = (ask: AskTwilio, room: ProviderRoom, { now, callback, signal }: Opening) =>
  ask(async ({ video }) => {
    const made = await video.v1.rooms.create({
      uniqueName: room.name,
      type: 'group',
      maxParticipants: MOST_CONNECTIONS,
      maxParticipantDuration: longestStay(room.closesAt, now),
      unusedRoomTimeout: UNUSED_MINUTES,
      emptyRoomTimeout: EMPTY_MINUTES,
      // Whatever the account does otherwise: nothing of a visit is kept there.
      recordParticipantsOnConnect: false,
      ...(callback ? { statusCallback: callback, statusCallbackMethod: 'POST' } : {}),
    });
    return made.sid;
  }, signal);

const find = (ask: AskTwilio, name: string, signal: AbortSignal) =>
  ask(async ({ video }) => (await video.v1.rooms(name).fetch()).sid, signal);

/** Something other than a room came back. */
const only = (expected: RegExp, asked: Asked<string>): Asked<string> =>
  asked.asked === 'answered' && !expected.test(asked.value) ? { asked: 'unanswered' } : asked;

/**
 * Makes the room, or finds the one that is there. Where the vendor does not take our address it is made
 * without: the visit takes place, and the browsers say who is in.
 */
const openOnce = async (ask: AskTwilio, room: ProviderRoom, opening: Opening): Promise<Asked<string>> => {
  const asked = await create(ask, room, opening);
  const noCallback = opening.callback !== null && isRefusedFor(asked, ROOM.callbackRefused);
  const made = noCallback ? await create(ask, room, { ...opening, callback: null }) : asked;
  if (!isRefusedFor(made, ROOM.exists)) return only(SID, made);
  const found = only(SID, await find(ask, room.name, opening.signal));
  // It ended in between: its name is free again.
  return isGone(found) ? { asked: 'unanswered' } : found;
};

/**
 * Rooms at Twilio Video. A room is known by its unique name, which is free again once the room is over; so
 * closing one puts everybody out, and where the account lets browsers make rooms an old token could make
 * another of the same name. Its ticket opens no other.
 */
export const twilioVideo = (config: TwilioVideoConfig, { publicUrl }: { publicUrl: URL }): VideoRooms => {
  const ask = twilioClient(config.account);
  const callback = callbackAt(publicUrl);
  return {
    provider: 'twilio',
    open: async (room, now) => {
      const opened = await askAgain((signal) => openOnce(ask, room, { now, callback, signal }));
      if (opened.asked !== 'answered') throw roomProblem(opened);
      return { sid: opened.value };
    },
    ticket: async ({ person, role, providerRoom, page, now, closesAt }) => {
      const identity = twilioIdentity(person.id, role);
      const wanted = { identity, room: providerRoom, now, until: closesAt };
      const { token, expiresAt } = await twilioVideoToken(config, wanted);
      return {
        token,
        jitsiToken: null,
        meetingLink: meetingUrl(publicUrl, page),
        ticket: {
          kind: 'twilio',
          token,
          roomName: providerRoom,
          identity,
          expiresAt: expiresAt.toISOString(),
        },
        expiresAt,
      };
    },
    close: async (name) => {
      const asked = await ask(
        async ({ video }) => (await video.v1.rooms(name).update({ status: 'completed' })).status,
        AbortSignal.timeout(CLOSE_MS),
      );
      const closed = only(COMPLETED, asked);
      if (closed.asked !== 'answered' && !isGone(closed)) throw roomProblem(closed);
    },
  };
};
