import { Button } from '@mantine/core';
import { useState } from 'react';
import type { CallEnd } from '../../call/call.ts';
import { secondsInWords } from '../../when.ts';
import { failureWords, type WayOut } from './failure-words.ts';
import { Notice } from './notice.tsx';

interface Ending {
  title: string;
  text: string;
  way: WayOut | 'rejoin';
  isUnexpected: boolean;
}

const overWords = (end: Extract<CallEnd, { how: 'over' }>): { title: string; text: string } => {
  if (end.status === 'CANCELLED')
    return { title: 'This visit was cancelled', text: 'Your visits show what comes next.' };
  if (end.status === 'FAILED') {
    return { title: 'This visit could not be held', text: 'Please call the clinic to arrange another.' };
  }
  const who = end.by === 'doctor' ? 'The doctor ended it.' : 'It was ended.';
  return { title: 'The visit is over', text: end.by === 'system' ? 'Its time has passed.' : who };
};

const endingOf = (end: CallEnd, other: string): Ending => {
  switch (end.how) {
    case 'left':
      return {
        title: 'You left',
        text: `${other} can still be there. You can come back for as long as the visit is open.`,
        way: 'rejoin',
        isUnexpected: false,
      };
    case 'over':
      return { ...overWords(end), way: 'dashboard', isUnexpected: false };
    case 'failed':
      return { ...failureWords[end.failure], isUnexpected: true };
  }
};

const buttonOf: Record<Exclude<Ending['way'], 'dashboard' | 'sign-in'>, string> = {
  rejoin: 'Rejoin',
  again: 'Join again',
  'use-here': 'Use here',
};

interface Props {
  end: CallEnd;
  connectedSince: number | null;
  other: string;
  onAgain: () => void;
}

const WayOutButton = ({ way, onAgain }: { way: Ending['way']; onAgain: () => void }) => {
  if (way === 'dashboard') return null;
  if (way === 'sign-in') {
    return (
      <Button component="a" href={`/sign-in?next=${encodeURIComponent(window.location.pathname)}`}>
        Sign in
      </Button>
    );
  }
  return <Button onClick={onAgain}>{buttonOf[way]}</Button>;
};

/** How the call ended and what can be done now. */
export const CallEnded = ({ end, connectedSince, other, onAgain }: Props) => {
  const [endedAt] = useState(() => Date.now());
  const { title, text, way, isUnexpected } = endingOf(end, other);
  const lasted =
    connectedSince === null
      ? ''
      : ` You were connected for ${secondsInWords(Math.round((endedAt - connectedSince) / 1_000))}.`;
  return (
    <Notice
      role={isUnexpected ? 'alert' : 'status'}
      title={title}
      text={isUnexpected ? text : `${text}${lasted}`}
      action={way === 'dashboard' ? undefined : <WayOutButton way={way} onAgain={onAgain} />}
    />
  );
};
