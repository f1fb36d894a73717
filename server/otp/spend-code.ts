import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Channel } from '../../contract/primitives.ts';
import type { Tx } from '../database/database.ts';
import type { Deps } from '../deps.ts';
import { addressDigest, codeDigest } from './digest.ts';
import { FAILURES_PER_PAUSE, FAILURES_UNTIL_OFF, pauseAfter } from './policy.ts';
import {
  type ChallengeKey,
  charge,
  ensureLane,
  type LiveChallenge,
  selectLive,
  UNKNOWN_DEVICE,
} from './rows.ts';

export interface CodeTry extends ChallengeKey {
  /** The address on the account now, for the way the code went; a code that went to another one is void. */
  addressFor: (channel: Channel) => string | null;
  code: string;
  /** Hash of the device's cookie; empty for a device without one. */
  deviceHash: Uint8Array;
}

export type SpendVerdict =
  | { verdict: 'accepted' }
  /** Wrong, expired, spent, exhausted or never made: one answer. `compared` says whether it cost a try. */
  | { verdict: 'invalid'; compared: boolean }
  /** `wait` is in seconds. */
  | { verdict: 'paused'; wait: number }
  | { verdict: 'off' };

const PAUSES = Array.from({ length: FAILURES_UNTIL_OFF / FAILURES_PER_PAUSE }, (_, index) =>
  pauseAfter((index + 1) * FAILURES_PER_PAUSE),
);
const NONCE_BYTES = 16;

const judge = async (deps: Deps, tx: Tx, live: LiveChallenge, given: CodeTry): Promise<SpendVerdict> => {
  const pepper = deps.keys.peppers.find(({ id }) => id === live.pepperId);
  const address = given.addressFor(live.channel);
  if (!pepper || address === null || !timingSafeEqual(live.addressDigest, addressDigest(pepper, address))) {
    return { verdict: 'invalid', compared: false };
  }
  const { purpose, subject, code } = given;
  const accepted = await charge(tx, {
    challengeId: live.id,
    subject,
    laneDevice: live.lane.deviceHash,
    codeDigest: codeDigest(pepper, { challengeId: live.id, purpose, subject, code }),
    nonce: randomBytes(NONCE_BYTES),
    pauses: PAUSES,
  });
  return accepted ? { verdict: 'accepted' } : { verdict: 'invalid', compared: accepted !== null };
};

/**
 * Judges a code inside the caller's transaction, which must be committed whatever the verdict: a refused
 * code has cost a try. While the breaker is open, devices that never gave a right code wait.
 */
export const spendCode = async (deps: Deps, tx: Tx, given: CodeTry): Promise<SpendVerdict> => {
  const live = await selectLive(tx, given, given.deviceHash);
  if (!live) return { verdict: 'invalid', compared: false };
  const { lane } = live;
  if (lane.failures >= FAILURES_UNTIL_OFF) return { verdict: 'off' };
  if (lane.pausedFor > 0) return { verdict: 'paused', wait: lane.pausedFor };
  const wait = lane.deviceHash.length === 0 ? deps.otpPulse.breakerWait() : 0;
  if (wait > 0) return { verdict: 'paused', wait };
  return judge(deps, tx, live, given);
};

/** Gives a device that has just given a right code a lane of its own. */
export const rememberDevice = async (tx: Tx, subject: string, deviceHash: Uint8Array): Promise<void> => {
  if (deviceHash.length > UNKNOWN_DEVICE.length) await ensureLane(tx, subject, deviceHash);
};
