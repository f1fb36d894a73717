import type { VideoCallStanding } from '../../contract/video-calls.ts';
import type { CallEnd, CallOptions } from './call.ts';
import { failureOfRenewal } from './failure.ts';

/** Whoever a move or a cancellation puts out is out within five seconds, one lost question included. */
const EVERY_MS = 2_000;
/** Who has not answered by then is asked anew. */
const ANSWER_WITHIN_MS = 2_500;

/** The clinic's server took the room for empty. The visit goes on as soon as somebody is in, until it closes. */
export const isAsleep = ({ videoCall, by, closesAt }: VideoCallStanding, now: number): boolean =>
  videoCall.status === 'COMPLETED' && by === 'system' && now < Date.parse(closesAt);

/** How the visit stands for a page that sits in `room`; null while it goes on there. */
export const endOfVisit = (
  standing: VideoCallStanding,
  room: string,
  now: number = Date.now(),
): CallEnd | null => {
  const { status, roomName } = standing.videoCall;
  if (status === 'CANCELLED') return { how: 'failed', failure: 'visit_cancelled' };
  if (roomName !== room) return { how: 'failed', failure: 'visit_moved' };
  if (status === 'SCHEDULED' || status === 'IN_PROGRESS' || isAsleep(standing, now)) return null;
  return { how: 'over', status, by: standing.by ?? 'system' };
};

/** Asks once. @throws ApiProblem, or an `AbortError` without an answer in time or once `over` aborts */
export const standWithin = async (
  milliseconds: number,
  stand: CallOptions['stand'],
  over: AbortSignal,
): Promise<VideoCallStanding> => {
  const given = new AbortController();
  const giveUp = (): void => given.abort();
  const timer = setTimeout(giveUp, milliseconds);
  over.addEventListener('abort', giveUp, { once: true });
  try {
    return await stand(given.signal);
  } finally {
    clearTimeout(timer);
    over.removeEventListener('abort', giveUp);
  }
};

interface Watch {
  room: string;
  stand: CallOptions['stand'];
  ended: (end: CallEnd) => void;
  /** Tells the clinic again that this side is in. @returns false when it refuses: the visit is over */
  wake?: () => Promise<boolean>;
  signal: AbortSignal;
}

/**
 * Asks the clinic's server every two seconds whether the visit still is in this room, which says there, too,
 * that this page is still in it. A server that can't be reached ends nothing: the picture needs it not.
 */
export const watchVisit = ({ room, stand, ended, wake, signal }: Watch): void => {
  let isRefused = false;
  const ask = async (): Promise<CallEnd | null> => {
    try {
      const standing = await standWithin(ANSWER_WITHIN_MS, stand, signal);
      const now = isRefused ? Number.POSITIVE_INFINITY : Date.now();
      const end = endOfVisit(standing, room, now);
      if (!end && isAsleep(standing, now))
        void wake?.().then((isTaken) => {
          isRefused = !isTaken;
        });
      return end;
    } catch (error) {
      const failure = failureOfRenewal(error);
      return failure && { how: 'failed', failure };
    }
  };
  const look = async (): Promise<void> => {
    const askedAt = Date.now();
    const how = await ask();
    if (signal.aborted) return;
    if (how) ended(how);
    else plan(Math.max(0, askedAt + EVERY_MS - Date.now()));
  };
  let timer: ReturnType<typeof setTimeout>;
  const plan = (wait: number): void => {
    timer = setTimeout(() => void look(), wait);
  };
  plan(EVERY_MS);
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
};
