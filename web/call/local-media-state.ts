import type { MediaState } from '../../contract/signalling.ts';
import type { Device, MediaFailure } from './media-devices.ts';

/** `off` is the person's own choice; a failure is not. */
export type SourceState = 'off' | 'starting' | 'on' | MediaFailure;

export interface LocalMediaState {
  microphone: SourceState;
  camera: SourceState;
  /** The person's will, whatever the devices say. */
  muted: boolean;
  cameraOff: boolean;
  audio: MediaStreamTrack | null;
  video: MediaStreamTrack | null;
  screen: MediaStreamTrack | null;
  microphones: Device[];
  cameras: Device[];
}

export const nothing: LocalMediaState = {
  microphone: 'off',
  camera: 'off',
  muted: false,
  cameraOff: false,
  audio: null,
  video: null,
  screen: null,
  microphones: [],
  cameras: [],
};

/** Pure: what the other side is told. Who has no microphone is as silent as who is muted. */
export const announced = (state: {
  muted: boolean;
  cameraOff: boolean;
  audio: object | null;
  video: object | null;
  screen: object | null;
}): MediaState => ({
  muted: state.muted || state.audio === null,
  cameraOff: state.cameraOff || state.video === null,
  sharing: state.screen !== null,
});
