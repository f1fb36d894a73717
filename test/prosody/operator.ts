import { jitsiVideo } from '../../server/providers/jitsi-video.ts';
import type { VideoRooms } from '../../server/video-calls/video-rooms.ts';
import type { JitsiConfig } from '../../server/video-config.ts';
import { DOMAIN, type OperatorSettings } from './prosody-configuration.ts';

/** What an operator wrote into Prosody; Anteroom has the same. */
export const OPERATOR: OperatorSettings = {
  appId: 'clinic',
  appSecret: 'an-app-secret-of-the-test-with-enough-bytes',
  ejectSecret: 'an-eject-secret-of-the-test-with-enough-bytes',
  webhookSecret: 'a-webhook-secret-of-the-test-with-enough-bytes',
  anteroomUrl: 'https://anteroom.example.org',
  lobby: false,
};

export const ejectAddress = (prosody: URL): URL => new URL('/anteroom/rooms/close', prosody);

export const configOf = (prosody: URL, settings: OperatorSettings = OPERATOR): JitsiConfig => ({
  domain: DOMAIN,
  appId: settings.appId,
  appSecret: settings.appSecret,
  tokenHours: 3,
  lobby: settings.lobby,
  webhookSecret: settings.webhookSecret,
  eject: { url: ejectAddress(prosody), secret: settings.ejectSecret },
});

/** Anteroom's own hand at this Prosody: it mints tokens and closes rooms. */
export const anteroomAt = (prosody: URL, settings: OperatorSettings = OPERATOR): VideoRooms =>
  jitsiVideo(configOf(prosody, settings));
