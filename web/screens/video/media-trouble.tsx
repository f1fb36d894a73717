import { Button, Text } from '@mantine/core';
import type { LocalMedia } from '../../call/local-media.ts';
import type { LocalMediaState, SourceState } from '../../call/local-media-state.ts';
import type { MediaFailure } from '../../call/media-devices.ts';
import { browserFamilyOf } from './in-app-browser.ts';
import classes from './lobby.module.css';
import { mediaWords, type Source } from './media-words.ts';

const failureIn = (source: SourceState): MediaFailure | null =>
  source === 'off' || source === 'starting' || source === 'on' ? null : source;

interface Trouble {
  source: Source;
  failure: MediaFailure;
}

const troublesOf = (microphone: MediaFailure | null, camera: MediaFailure | null): Trouble[] => {
  if (microphone && microphone === camera) return [{ source: 'both', failure: microphone }];
  return [
    ...(microphone ? [{ source: 'microphone' as const, failure: microphone }] : []),
    ...(camera ? [{ source: 'camera' as const, failure: camera }] : []),
  ];
};

/** What keeps the microphone or camera from working, and how to mend it. */
export const MediaTrouble = ({ state, media }: { state: LocalMediaState; media: LocalMedia }) => {
  const family = browserFamilyOf(navigator.userAgent, navigator.maxTouchPoints);
  const microphone = failureIn(state.microphone);
  const camera = failureIn(state.camera);
  const troubles = troublesOf(microphone, camera);
  const canRetry = [microphone, camera].some(
    (failure) => failure && failure !== 'insecure' && failure !== 'unsupported',
  );
  return (
    <div role="alert" className={troubles.length > 0 ? classes['trouble'] : undefined}>
      {troubles.map(({ source, failure }) => {
        const words = mediaWords(failure, source, family);
        return (
          <div key={source}>
            <Text fw={600}>{words.title}</Text>
            <Text>{words.text}</Text>
          </div>
        );
      })}
      {canRetry && (
        <Button variant="default" onClick={() => void media.start()}>
          Try again
        </Button>
      )}
    </div>
  );
};
