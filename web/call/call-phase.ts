import type { CallPhase } from './call.ts';

/** What is known at one moment of a call, from which its phase follows. */
export interface CallFacts {
  ended: boolean;
  link: 'never' | 'up' | 'down';
  /** The other side is in the room, as far as the server has said. */
  present: boolean;
  media: RTCPeerConnectionState | null;
  /** A picture stood with the page that is (or last was) at the other side. */
  met: boolean;
}

/** Pure. A standing picture outranks the server's silence: it needs no server to go on. */
export const phaseOf = ({ ended, link, present, media, met }: CallFacts): CallPhase => {
  if (ended) return 'ended';
  if (link === 'never') return 'joining';
  if (media === 'connected') return 'connected';
  if (link === 'down') return 'reconnecting';
  if (!present) return 'waiting';
  return met ? 'reconnecting' : 'meeting';
};
