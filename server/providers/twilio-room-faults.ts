import { setTimeout as pause } from 'node:timers/promises';
import { Problem } from '../problem.ts';
import type { Asked } from './twilio-client.ts';

/** The vendor's numbers for rooms (twilio.com/docs/api/errors). */
export const ROOM = {
  nothingThere: 20404,
  notFound: 53106,
  callbackRefused: 53111,
  /** A room that is over can't be completed. */
  notInProgress: 53112,
  exists: 53113,
  completed: 53118,
} as const;

const FIRST_PAUSE_MS = 200;
const TRIES = 3;
/** A person waits at the door meanwhile. */
const LONGEST_PAUSE_MS = 2_000;
const TRY_MS = 4_000;
const WHOLE_MS = 9_000;

/** Whether it was refused for one of these reasons. */
export const isRefusedFor = (asked: Asked<unknown>, ...codes: readonly number[]): boolean =>
  asked.asked === 'refused' && asked.refusal.code !== null && codes.includes(asked.refusal.code);

/** There is no such room, or it is over. */
export const isGone = (asked: Asked<unknown>): boolean =>
  isRefusedFor(asked, ROOM.nothingThere, ROOM.notFound, ROOM.notInProgress, ROOM.completed);

/** Milliseconds to wait before it is asked again; null where that would not help, or take too long. */
const waitAfter = (asked: Asked<unknown>, tries: number): number | null => {
  if (asked.asked === 'answered' || tries >= TRIES) return null;
  const isRefused = asked.asked === 'refused';
  if (isRefused && !(asked.refusal.status >= 500 || [408, 429].includes(asked.refusal.status))) return null;
  const usual = FIRST_PAUSE_MS * 2 ** (tries - 1) * (1 + Math.random());
  const wait = Math.max(usual, isRefused ? (asked.refusal.retryAfter ?? 0) * 1_000 : 0);
  return wait > LONGEST_PAUSE_MS ? null : wait;
};

/** Asks a few times what passes by itself: for questions that may be asked twice. */
export const askAgain = async <T>(once: (signal: AbortSignal) => Promise<Asked<T>>): Promise<Asked<T>> => {
  const whole = AbortSignal.timeout(WHOLE_MS);
  for (let tries = 1; ; tries += 1) {
    const asked = await once(AbortSignal.any([whole, AbortSignal.timeout(TRY_MS)]));
    const wait = waitAfter(asked, tries);
    if (wait === null || whole.aborted) return asked;
    await pause(wait);
  }
};

/** Why there is no room: keys that the vendor does not take are the clinic's to mend, the rest passes. */
export const roomProblem = (asked: Exclude<Asked<unknown>, { asked: 'answered' }>): Problem => {
  const keysRefused = asked.asked === 'refused' && [401, 403].includes(asked.refusal.status);
  return new Problem(keysRefused ? 'video_not_configured' : 'video_unavailable');
};
