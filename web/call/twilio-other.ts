import type { CallRole, MediaState } from '../../contract/signalling.ts';

interface SeenPublication {
  readonly trackName: string;
  readonly isTrackEnabled: boolean;
  /** Null until it is subscribed. */
  readonly track: { readonly mediaStreamTrack: MediaStreamTrack } | null;
}

/** As much of the SDK's `RemoteParticipant` as a call needs. */
export interface SeenParticipant {
  readonly sid: string;
  readonly identity: string;
  readonly state: string;
  readonly audioTracks: ReadonlyMap<string, SeenPublication>;
  readonly videoTracks: ReadonlyMap<string, SeenPublication>;
}

/** As much of the SDK's `Room`. */
export interface SeenRoom {
  readonly participants: ReadonlyMap<string, SeenParticipant>;
  readonly dominantSpeaker: { readonly sid: string } | null;
}

/** What a screen is published under; the other side shows it instead of the camera. */
export const SCREEN = 'screen';

const isScreen = ({ trackName }: SeenPublication): boolean => trackName.startsWith(SCREEN);

/** The other side of the visit: whoever else is let in by name is not part of it. The newest, where one lingers. */
export const otherIn = (room: SeenRoom, own: CallRole): SeenParticipant | null => {
  const suffix = own === 'doctor' ? '-patient' : '-doctor';
  const here = [...room.participants.values()].filter(
    ({ identity, state }) => identity.endsWith(suffix) && state !== 'disconnected',
  );
  return here.at(-1) ?? null;
};

/** Pure: what they have switched off. Who publishes no microphone is as silent as who is muted. */
export const mediaOf = ({ audioTracks, videoTracks }: SeenParticipant): MediaState => {
  const sounds = [...audioTracks.values()];
  const pictures = [...videoTracks.values()];
  return {
    muted: !sounds.some(({ isTrackEnabled }) => isTrackEnabled),
    cameraOff: !pictures.some((picture) => picture.isTrackEnabled && !isScreen(picture)),
    sharing: pictures.some(isScreen),
  };
};

/** Pure: what of them is shown and heard: every sound, and one picture. */
export const tracksOf = ({ audioTracks, videoTracks }: SeenParticipant): MediaStreamTrack[] => {
  const pictures = [...videoTracks.values()];
  const picture = pictures.findLast(isScreen) ?? pictures.at(-1);
  return [...audioTracks.values(), ...(picture ? [picture] : [])].flatMap(({ track }) =>
    track ? [track.mediaStreamTrack] : [],
  );
};

/** Whether they are heard just now; a muted microphone says nothing. */
export const isSpeaking = (room: SeenRoom, other: SeenParticipant): boolean =>
  room.dominantSpeaker?.sid === other.sid && !mediaOf(other).muted;

/** One stream for as long as its tracks are the same, so that a picture is not begun anew. */
export class StreamKeeper {
  #stream: MediaStream | null = null;

  keep(tracks: readonly MediaStreamTrack[]): MediaStream | null {
    const had = this.#stream?.getTracks() ?? [];
    const isSame = had.length === tracks.length && tracks.every((track) => had.includes(track));
    if (!isSame) this.#stream = tracks.length === 0 ? null : new MediaStream([...tracks]);
    return this.#stream;
  }
}
