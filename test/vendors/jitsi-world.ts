import type { TicketRequest } from '../../server/video-calls/video-rooms.ts';
import type { JitsiConfig } from '../../server/video-config.ts';

/** As an operator would configure it, with nobody who puts people out. */
export const JITSI: JitsiConfig = {
  domain: 'meet.clinic.test',
  appId: 'clinic',
  appSecret: 'secret that only Prosody and the clinic know',
  tokenHours: 3,
  lobby: false,
  webhookSecret: null,
  eject: null,
};

/** The room of a visit that was moved once. */
export const JITSI_ROOM = 'appointment_0199c0de-0000-7000-8000-00000000000a_2';

/** Asked between two whole seconds, an hour before the window closes. */
export const JITSI_REQUEST: TicketRequest = {
  room: JITSI_ROOM,
  providerRoom: JITSI_ROOM,
  page: 'apt-1-abcdefgh23',
  appointmentId: '0199c0de-0000-7000-8000-00000000000a',
  appointmentVersion: 2,
  sessionId: 's',
  person: {
    id: '0199c0de-0000-7000-8000-00000000000b',
    name: 'Zoë Okafor',
    email: 'zoe@clinic.test',
    avatarUrl: 'https://clinic.test/zoe.png',
  },
  role: 'patient',
  now: new Date('2026-03-02T10:00:00.400Z'),
  closesAt: new Date('2026-03-02T11:00:00Z'),
};
