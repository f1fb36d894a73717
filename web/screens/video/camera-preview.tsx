import { IconMicrophone, IconMicrophoneOff, IconVideo, IconVideoOff } from '@tabler/icons-react';
import type { LocalMedia } from '../../call/local-media.ts';
import type { LocalMediaState } from '../../call/local-media-state.ts';
import { ControlButton } from './control-button.tsx';
import classes from './lobby.module.css';
import { useStream, useTrackStream } from './use-stream.ts';
import { useWatched } from './use-watched.ts';

const wordsOf = ({ camera, cameraOff }: LocalMediaState): string => {
  if (cameraOff) return 'Your camera is off';
  return camera === 'starting' || camera === 'off' ? 'Starting your camera…' : 'No picture from your camera';
};

export const CameraPreview = ({ media }: { media: LocalMedia }) => {
  const state = useWatched(media);
  const video = useStream<HTMLVideoElement>(useTrackStream(state.video));
  return (
    <div className={classes['mirror']}>
      <video
        ref={video}
        className={classes['picture']}
        aria-label="Camera preview"
        data-hidden={state.video === null}
        autoPlay
        playsInline
        muted
      />
      {!state.video && (
        <p className={classes['blank']} role="status">
          {wordsOf(state)}
        </p>
      )}
      <div className={classes['toggles']}>
        <ControlButton
          icon={state.muted ? IconMicrophoneOff : IconMicrophone}
          label={state.muted ? 'Unmute' : 'Mute'}
          isOff={state.muted}
          onClick={() => media.setMuted(!state.muted)}
        />
        <ControlButton
          icon={state.cameraOff ? IconVideoOff : IconVideo}
          label={state.cameraOff ? 'Camera on' : 'Camera off'}
          isOff={state.cameraOff}
          onClick={() => void media.setCameraOff(!state.cameraOff)}
        />
      </div>
    </div>
  );
};
