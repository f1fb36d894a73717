import { Button, Text } from '@mantine/core';
import type { LocalMedia, LocalMediaState, SourceState } from '../../call/local-media.ts';
import type { Kind, MediaFailure } from '../../call/media-devices.ts';
import { browserFamilyOf } from './in-app-browser.ts';
import classes from './lobby.module.css';
import { mediaWords } from './media-words.ts';

const failureIn = (source: SourceState): MediaFailure | null =>
  source === 'off' || source === 'starting' || source === 'on' ? null : source;

/** What keeps the microphone or camera from working, and how to mend it. */
export const MediaTrouble = ({ state, media }: { state: LocalMediaState; media: LocalMedia }) => {
  const family = browserFamilyOf(navigator.userAgent, navigator.maxTouchPoints);
  const microphone = failureIn(state.microphone);
  const camera = failureIn(state.camera);
  const kinds: Kind[] = [
    ...(microphone ? ['microphone' as const] : []),
    ...(camera ? ['camera' as const] : []),
  ];
  const canRetry = [microphone, camera].some(
    (failure) => failure && failure !== 'insecure' && failure !== 'unsupported',
  );
  return (
    <div role="alert" className={kinds.length > 0 ? classes['trouble'] : undefined}>
      {kinds.map((kind) => {
        const words = mediaWords((kind === 'camera' ? camera : microphone) ?? 'unknown', kind, family);
        return (
          <div key={kind}>
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
