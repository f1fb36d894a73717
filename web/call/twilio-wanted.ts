import type { LocalMediaState } from './local-media-state.ts';

export const slots = ['microphone', 'camera', 'screen'] as const;
export type Slot = (typeof slots)[number];

/**
 * Pure: what of this person's devices goes into the room. A camera that is being opened or changed is let go
 * of first: many phones cannot open a second one while the first is held. Beside a screen it is not sent.
 */
export const wantedTracks = ({
  audio,
  video,
  camera,
  screen,
}: Pick<LocalMediaState, 'audio' | 'video' | 'camera' | 'screen'>): Record<
  Slot,
  MediaStreamTrack | null
> => ({
  microphone: audio,
  camera: screen === null && camera === 'on' ? video : null,
  screen,
});
