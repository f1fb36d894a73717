import { SOCKET_PATH } from '../../contract/signalling.ts';
import { meetingUrl } from '../appointments/present-appointment.ts';
import type { Deps } from '../deps.ts';
import { mintTicket } from '../video-calls/signalling/ticket.ts';
import type { TicketRequest, VideoRooms } from '../video-calls/video-rooms.ts';
import { roomSid } from './room-sid.ts';
import { iceServersFor } from './turn-credentials.ts';

/**
 * Rooms of our own: two browsers that meet over this server's signalling. A ticket lives until the join
 * window closes. Who must leave a room is put out by the signalling itself, which hears of every change
 * from the database, so there is nothing here to open or close.
 */
export const builtinVideo = ({ config, keys }: Pick<Deps, 'config' | 'keys'>): VideoRooms => ({
  provider: 'builtin',
  open: async ({ name }) => ({ sid: roomSid(name) }),
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
