import type { LocalMedia } from '../../call/local-media.ts';
import classes from './call-screen.module.css';
import { useStream, useTrackStream } from './use-stream.ts';
import { useWatched } from './use-watched.ts';

const wordsOf = (camera: string, cameraOff: boolean): string => {
  if (cameraOff) return 'Your camera is off';
  return camera === 'starting' ? 'Starting…' : 'No camera';
};

export const OwnVideo = ({ media }: { media: LocalMedia }) => {
  const state = useWatched(media);
  const video = useStream<HTMLVideoElement>(useTrackStream(state.video));
  return (
    <div className={classes['own']}>
      <video
        ref={video}
        className={classes['mirror']}
        aria-label="Your video"
        data-hidden={state.video === null}
        autoPlay
        playsInline
        muted
      />
      {!state.video && <span className={classes['ownWords']}>{wordsOf(state.camera, state.cameraOff)}</span>}
    </div>
  );
};
