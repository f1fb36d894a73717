import { NativeSelect } from '@mantine/core';
import type { LocalMedia } from '../../call/local-media.ts';
import type { LocalMediaState } from '../../call/local-media-state.ts';
import type { Kind } from '../../call/media-devices.ts';

interface Props {
  kind: Kind;
  state: LocalMediaState;
  media: LocalMedia;
}

/** Which microphone or camera to use; nothing to choose with fewer than two. */
export const DeviceChoice = ({ kind, state, media }: Props) => {
  const devices = kind === 'camera' ? state.cameras : state.microphones;
  const track = kind === 'camera' ? state.video : state.audio;
  if (devices.length < 2) return null;
  return (
    <NativeSelect
      label={kind === 'camera' ? 'Camera' : 'Microphone'}
      data={devices.map(({ id, label }) => ({ value: id, label }))}
      value={track?.getSettings().deviceId ?? devices[0]?.id ?? ''}
      onChange={(event) => void media.choose(kind, event.currentTarget.value)}
    />
  );
};
