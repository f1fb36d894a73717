import type { VideoRooms } from '../video-calls/video-rooms.ts';
import type { JitsiConfig } from '../video-config.ts';
import { ejectFromJitsi } from './jitsi-eject.ts';
import { mintJitsiToken } from './jitsi-token.ts';
import { roomSid } from './room-sid.ts';

/**
 * Rooms at the clinic's own Jitsi. There a room comes about when somebody enters, so there is nothing to
 * open. A token is looked at only at the door: who is in is put out by the operator's end of `eject`; without
 * one, our own page leaves by itself, and the new room's name keeps old tokens out.
 */
export const jitsiVideo = (config: JitsiConfig): VideoRooms => ({
  provider: 'jitsi',
  open: async ({ name }) => ({ sid: roomSid(name) }),
  close: async (name, reason) => {
    if (config.eject) await ejectFromJitsi(config.eject, name, reason);
  },
  ticket: async (request) => {
    const { domain, lobby } = config;
    const { providerRoom: roomName } = request;
    const { token, expiresAt } = await mintJitsiToken(config, request);
    return {
      token,
      jitsiToken: token,
      meetingLink: `https://${domain}/${roomName}?jwt=${token}`,
      ticket: { kind: 'jitsi', token, domain, roomName, lobby, expiresAt: expiresAt.toISOString() },
      expiresAt,
    };
  },
});
