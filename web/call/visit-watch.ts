import type { VideoCallStanding } from '../../contract/video-calls.ts';
import type { CallEnd } from './call.ts';
import { failureOfRenewal } from './failure.ts';

/** Whoever a move or a cancellation puts out is out within five seconds, one lost question included. */
const EVERY_MS = 2_000;

/** How the visit stands for a page that sits in `room`; null while it goes on there. */
export const endOfVisit = ({ videoCall, by }: VideoCallStanding, room: string): CallEnd | null => {
  const { status, roomName } = videoCall;
  if (status === 'CANCELLED') return { how: 'failed', failure: 'visit_cancelled' };
  if (roomName !== room) return { how: 'failed', failure: 'visit_moved' };
  if (status === 'SCHEDULED' || status === 'IN_PROGRESS') return null;
  return { how: 'over', status, by: by ?? 'system' };
};

interface Watch {
  room: string;
  stand: () => Promise<VideoCallStanding>;
  ended: (end: CallEnd) => void;
  signal: AbortSignal;
}

/**
 * Asks the clinic's server every two seconds whether the visit still is in this room, which says there, too,
 * that this page is still in it. A server that can't be reached ends nothing: the picture needs it not.
 */
export const watchVisit = ({ room, stand, ended, signal }: Watch): void => {
  const look = async (): Promise<void> => {
    try {
      const end = endOfVisit(await stand(), room);
      if (end && !signal.aborted) return ended(end);
    } catch (error) {
      const failure = failureOfRenewal(error);
      if (failure && !signal.aborted) return ended({ how: 'failed', failure });
    }
    if (!signal.aborted) timer = setTimeout(() => void look(), EVERY_MS);
  };
  let timer = setTimeout(() => void look(), EVERY_MS);
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
};
