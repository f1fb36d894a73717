import type { Deps } from '../deps.ts';
import type { RoomEvents } from '../video-calls/room-events.ts';
import { videoProviders } from '../video-calls/video-providers.ts';
import type { VideoProviders } from '../video-calls/video-rooms.ts';
import { builtinVideo } from './builtin-video.ts';
import { jitsiEvents } from './jitsi-events.ts';
import { jitsiVideo } from './jitsi-video.ts';
import { twilioRoomEvents } from './twilio-room-events.ts';
import { twilioVideo } from './twilio-video.ts';

/** Who holds visits here, and who tells us of it: every provider that is configured. */
export const roomsFor = ({
  config,
  keys,
}: Pick<Deps, 'config' | 'keys'>): { videoProviders: VideoProviders; roomEvents: RoomEvents } => {
  const { provider, jitsi, twilio } = config.video;
  return {
    videoProviders: videoProviders(provider, [
      builtinVideo({ config, keys }),
      ...(jitsi ? [jitsiVideo(jitsi)] : []),
      ...(twilio ? [twilioVideo(twilio, config)] : []),
    ]),
    roomEvents: {
      twilio: twilio && twilioRoomEvents(twilio.account),
      jitsi: jitsi && jitsiEvents(jitsi),
    },
  };
};
