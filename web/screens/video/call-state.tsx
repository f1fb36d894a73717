import type { Participant } from '../../../contract/people.ts';
import type { CallState as State } from '../../call/call.ts';
import { useNow } from '../../ui/use-now.ts';
import { countdown } from '../../when.ts';
import classes from './call-screen.module.css';
import { useLasted } from './use-lasted.ts';
import { initialsOf, LINK_DOWN, MEETING_TAKES_LONG_MS, phaseWords } from './visit-words.ts';

const Since = ({ label, since }: { label: string; since: number }) => {
  const now = useNow(1_000);
  return (
    <p className={classes['since']} role="timer" aria-label="Waiting time">
      {label} for {countdown(Math.floor((now - since) / 1_000) * 1_000)}
    </p>
  );
};

interface Props {
  state: State;
  other: Participant;
  name: string;
}

/** What is going on while there is no live picture; over a picture that stands still it stays small. */
export const CallState = ({ state, other, name }: Props) => {
  const isLong = useLasted(state.phaseSince, MEETING_TAKES_LONG_MS);
  const words = phaseWords(state, name, isLong);
  const isBlank =
    state.phase === 'connected' && (state.other?.media.cameraOff ?? false) && !state.other?.media.sharing;
  const isOverPicture = state.phase === 'reconnecting' && state.remote !== null;
  const linkIsDown = state.phase === 'connected' && state.link === 'down';
  return (
    <div className={classes['overlay']} data-small={isOverPicture || linkIsDown}>
      {(words ?? isBlank) && !isOverPicture && (
        <span className={classes['initials']} aria-hidden>
          {initialsOf(other)}
        </span>
      )}
      <div role="status" className={classes['words']}>
        {words && <p className={classes['title']}>{words.title}</p>}
        {words && <p className={classes['text']}>{words.text}</p>}
        {isBlank && !words && <p className={classes['text']}>{name} has the camera off.</p>}
        {linkIsDown && <p className={classes['text']}>{LINK_DOWN}</p>}
      </div>
      {state.phase === 'waiting' && (
        <Since label={state.departed ? 'Away' : 'Waiting'} since={state.phaseSince} />
      )}
    </div>
  );
};
