import { Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { meterLevel } from '../../call/level-meter.ts';
import classes from './lobby.module.css';

/** Moves while the microphone hears something, past React: it changes 15 times a second. */
export const LevelBar = ({ track }: { track: MediaStreamTrack }) => {
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const ended = new AbortController();
    meterLevel(track, (level) => bar.current?.style.setProperty('--level', level.toFixed(3)), ended.signal);
    return () => ended.abort();
  }, [track]);
  return (
    <div>
      <Text c="dimmed">Say something: the bar moves when you are heard.</Text>
      <div className={classes['level']} aria-hidden>
        <div ref={bar} className={classes['heard']} />
      </div>
    </div>
  );
};
