import type { VideoProvider } from '../contract/video-calls.ts';
import type { Deps } from '../server/deps.ts';
import { Problem } from '../server/problem.ts';
import { videoProviders } from '../server/video-calls/video-providers.ts';
import type { VideoRooms } from '../server/video-calls/video-rooms.ts';

export interface RecordingRooms extends VideoRooms {
  opened: string[];
  closed: string[];
  /** While true, nothing there answers. */
  isAway: boolean;
  /** Called before a room is made. */
  beforeOpen: () => Promise<void>;
}

/** Rooms at a provider that only writes down what it is asked. */
export const recordingRooms = (provider: Exclude<VideoProvider, 'builtin'>): RecordingRooms => {
  const rooms: RecordingRooms = {
    provider,
    opened: [],
    closed: [],
    isAway: false,
    beforeOpen: async () => {},
    open: async ({ name }) => {
      await rooms.beforeOpen();
      if (rooms.isAway) throw new Problem('video_unavailable');
      rooms.opened.push(name);
      return { sid: `RM-${name}` };
    },
    ticket: async ({ providerRoom: roomName, closesAt: expiresAt, person, role }) => ({
      token: `token for ${roomName}`,
      jitsiToken: null,
      meetingLink: `https://rooms.test/${roomName}`,
      ticket: {
        kind: 'twilio',
        token: `token for ${roomName}`,
        roomName,
        identity: `${person.id}-${role}`,
        expiresAt: expiresAt.toISOString(),
      },
      expiresAt,
    }),
    close: async (name) => {
      if (rooms.isAway) throw new Error('nobody answers');
      rooms.closed.push(name);
    },
  };
  return rooms;
};

/** Holds the clinic's visits in these rooms from now on, with our own beside them. */
export const holdIn = (deps: Deps, rooms: VideoRooms): void => {
  deps.videoProviders = videoProviders(rooms.provider, [rooms, deps.videoProviders.of('builtin')]);
};
