import type { VideoProvider } from '../../contract/video-calls.ts';
import { Problem } from '../problem.ts';
import type { VideoProviders, VideoRooms } from './video-rooms.ts';

/** The providers that are configured, by name. */
export const videoProviders = (preferred: VideoProvider, rooms: readonly VideoRooms[]): VideoProviders => {
  const byName = new Map(rooms.map((one) => [one.provider, one]));
  return {
    preferred,
    configured: [...byName.keys()],
    of: (provider) => {
      const found = byName.get(provider);
      if (!found) throw new Problem('video_not_configured');
      return found;
    },
  };
};
