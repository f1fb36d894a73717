import type { Deps } from '../deps.ts';
import type { RoomEvents } from '../video-calls/room-events.ts';
import { videoProviders } from '../video-calls/video-providers.ts';
import type { VideoProviders } from '../video-calls/video-rooms.ts';
import { builtinVideo } from './builtin-video.ts';
import { jitsiVideo } from './jitsi-video.ts';

/** Who holds visits here, and who tells us of it: every provider that is configured. */
export const roomsFor = ({
  config,
  keys,
}: Pick<Deps, 'config' | 'keys'>): { videoProviders: VideoProviders; roomEvents: RoomEvents } => ({
  videoProviders: videoProviders(config.video.provider, [
    builtinVideo({ config, keys }),
    ...(config.video.jitsi ? [jitsiVideo(config.video.jitsi)] : []),
  ]),
  roomEvents: { twilio: null, jitsi: null },
});
