import { Loader } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { Call, CallState } from '../../call/call.ts';
import classes from './frame-stage.module.css';
import { frameWords, OPENING_TAKES_LONG_MS } from './frame-words.ts';
import { Knocking } from './knocking.tsx';
import { useLasted } from './use-lasted.ts';

interface Props {
  mount: (host: HTMLElement) => () => void;
  call: Call;
  state: CallState;
  /** The other side. */
  name: string;
}

/** Room for a vendor's own page, which brings its pictures; what it leaves unsaid is said above it. */
export const FrameStage = ({ mount, call, state, name }: Props) => {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => (host.current ? mount(host.current) : undefined), [mount]);
  const isLong = useLasted(state.phaseSince, OPENING_TAKES_LONG_MS);
  const words = frameWords(state, call.role, name, isLong);
  const isOpening = state.phase === 'idle';
  return (
    <>
      <div ref={host} className={classes['frame']} />
      <div className={classes['above']} data-whole={isOpening}>
        {isOpening && <Loader aria-hidden />}
        <div role="status" className={classes['words']} data-empty={words === null}>
          {words && <p className={classes['title']}>{words.title}</p>}
          {words?.text && <p className={classes['text']}>{words.text}</p>}
        </div>
        {call.role === 'doctor' && (
          <Knocking knocking={state.knocking} onAnswer={(id, isLetIn) => call.answerKnock(id, isLetIn)} />
        )}
      </div>
    </>
  );
};
