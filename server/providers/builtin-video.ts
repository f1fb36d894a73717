import { createHash } from 'node:crypto';
import { SOCKET_PATH } from '../../contract/signalling.ts';
import { meetingUrl } from '../appointments/present-appointment.ts';
import type { Deps } from '../deps.ts';
import { mintTicket } from '../video-calls/signalling/ticket.ts';
import type { TicketRequest, VideoRooms } from '../video-calls/video-rooms.ts';
import { iceServersFor } from './turn-credentials.ts';

const SID_DIGITS = 32;

/** Made of the room's name, so that it is the same whenever it is asked and another after a move. */
const sidOf = (room: string): string =>
  `RM${createHash('sha256').update(room).digest('hex').slice(0, SID_DIGITS)}`;

/**
 * Rooms of our own: two browsers that meet over this server's signalling. A ticket lives until the join
 * window closes. Who must leave a room is put out by the signalling itself, which hears of every change
 * from the database, so there is nothing here to open or close.
 */
export const builtinVideo = ({ config, keys }: Pick<Deps, 'config' | 'keys'>): VideoRooms => ({
  provider: 'builtin',
  open: async ({ name }) => ({ sid: sidOf(name) }),
  close: async () => {},
  ticket: async (request: TicketRequest) => {
    const { person, now, closesAt: expiresAt } = request;
    const token = await mintTicket(keys.jwt, { ...request, personId: person.id }, { now, expiresAt });
    const iceServers = iceServersFor(config.video.turn, person.id, expiresAt);
    return {
      token,
      jitsiToken: null,
      meetingLink: meetingUrl(config.publicUrl, request.page),
      ticket: {
        kind: 'builtin',
        token,
        socketPath: SOCKET_PATH,
        iceServers,
        expiresAt: expiresAt.toISOString(),
      },
      expiresAt,
    };
  },
});
