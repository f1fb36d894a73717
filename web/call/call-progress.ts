import type { MediaState } from '../../contract/signalling.ts';
import type { CallState } from './call.ts';
import { type CallFacts, phaseOf } from './call-phase.ts';

/** A call before anything has happened. */
export const unopened = (own: MediaState, now: number): CallState => ({
  phase: 'idle',
  phaseSince: now,
  connectedSince: null,
  link: 'up',
  attempts: 0,
  other: null,
  departed: null,
  remote: null,
  own,
  speaking: null,
  knocking: [],
  end: null,
});

/** Nothing arrives from who sends nothing, and that is no fault of the line. */
export const isSilent = (media: MediaState | undefined): boolean =>
  media?.muted === true && media.cameraOff && !media.sharing;

export interface Sensed extends Omit<CallFacts, 'ended'> {
  isStalled: boolean;
  remote: MediaStream | null;
}

/** Pure: what changes in the state of a call by what is sensed of it now. */
export const advance = (before: CallState, sensed: Sensed, now: number): Partial<CallState> => {
  const { isStalled, remote, ...facts } = sensed;
  const isStill = facts.media === 'connected' && isStalled && !isSilent(before.other?.media);
  const ended = before.end !== null;
  const phase = phaseOf({ ...facts, ended, media: isStill ? 'disconnected' : facts.media });
  return {
    phase,
    remote: ended ? null : remote,
    ...(phase === before.phase ? {} : { phaseSince: now }),
    ...(phase === 'connected' && before.connectedSince === null ? { connectedSince: now } : {}),
  };
};
