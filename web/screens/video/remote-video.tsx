import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { CallState } from '../../call/call.ts';
import classes from './call-screen.module.css';
import { useStream } from './use-stream.ts';

/**
 * Sound apart from the picture: browsers may refuse to start sound that nobody asked for, and the
 * picture must not wait for that.
 */
const RemoteSound = ({ stream }: { stream: MediaStream | null }) => {
  const audio = useStream<HTMLAudioElement>(stream);
  const [isRefused, setRefused] = useState(false);
  const play = (): void => {
    audio.current?.play().then(
      () => setRefused(false),
      (error: unknown) => setRefused(error instanceof DOMException && error.name === 'NotAllowedError'),
    );
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new stream is started anew
  useEffect(() => {
    if (stream) play();
  }, [stream]);
  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: a live conversation has no captions to show */}
      <audio ref={audio} autoPlay />
      {isRefused && (
        <Button className={classes['hear']} size="lg" onClick={play}>
          Tap to hear
        </Button>
      )}
    </>
  );
};

export const RemoteVideo = ({ state }: { state: CallState }) => {
  const video = useStream<HTMLVideoElement>(state.remote);
  const media = state.other?.media;
  const isShown = state.remote !== null && (media?.sharing || !media?.cameraOff) && state.phase !== 'waiting';
  return (
    <>
      <video
        ref={video}
        className={classes['remote']}
        aria-label="Other person's video"
        data-hidden={!isShown}
        data-sharing={media?.sharing ?? false}
        data-still={state.phase === 'reconnecting'}
        autoPlay
        playsInline
        muted
      />
      <RemoteSound stream={state.remote} />
    </>
  );
};
