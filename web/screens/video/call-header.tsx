import { IconMicrophoneOff, IconScreenShare, IconVideoOff } from '@tabler/icons-react';
import type { CallState } from '../../call/call.ts';
import { useNow } from '../../ui/use-now.ts';
import { countdown } from '../../when.ts';
import classes from './call-screen.module.css';
import { SpeakingMark } from './speaking-mark.tsx';

const Elapsed = ({ since }: { since: number }) => {
  const now = useNow(1_000);
  return (
    <span className={classes['elapsed']} role="timer" aria-label="Time in the visit">
      {countdown(Math.floor((now - since) / 1_000) * 1_000)}
    </span>
  );
};

/** Who is at the other side, for how long, what they have switched off, and whether they are heard. */
export const CallHeader = ({ state, name }: { state: CallState; name: string }) => {
  const isThere = state.phase === 'connected' || state.phase === 'meeting' || state.phase === 'reconnecting';
  const media = isThere ? state.other?.media : undefined;
  const isHeard = state.phase === 'connected' && state.link === 'up' && state.speaking === 'other';
  return (
    <header className={classes['header']}>
      <h1 className={classes['name']}>{name}</h1>
      {state.connectedSince !== null && <Elapsed since={state.connectedSince} />}
      {isHeard && <SpeakingMark name={name} />}
      <ul className={classes['badges']} aria-live="polite" aria-label={`About ${name}`}>
        {media?.muted && (
          <li className={classes['badge']}>
            <IconMicrophoneOff size={18} aria-hidden /> Muted
          </li>
        )}
        {media?.cameraOff && !media.sharing && (
          <li className={classes['badge']}>
            <IconVideoOff size={18} aria-hidden /> Camera off
          </li>
        )}
        {media?.sharing && (
          <li className={classes['badge']}>
            <IconScreenShare size={18} aria-hidden /> Shares the screen
          </li>
        )}
      </ul>
    </header>
  );
};
