import { randomUUID, timingSafeEqual } from 'node:crypto';
import type { Channel } from '../../contract/primitives.ts';
import { gather, onEach } from '../database/gather.ts';
import type { Rider } from '../database/rider.ts';
import type { Deps } from '../deps.ts';
import type { Pepper } from '../keys.ts';
import { type Charge, charge, chargeAll, laneRider, type Use } from './charge-rows.ts';
import type { ChallengeKey } from './code-rows.ts';
import { addressDigest, codeDigest } from './digest.ts';
import type { LiveCode } from './live-code.ts';
import { FAILURES_PER_PAUSE, FAILURES_UNTIL_OFF, pauseAfter } from './policy.ts';

export interface CodeTry extends ChallengeKey {
  /** The address on the account now, for the way the code went; a code that went to another one is void. */
  addressFor: (channel: Channel) => string | null;
  code: string;
  /** Hash of the device's cookie; empty for a device without one. */
  deviceHash: Uint8Array;
  /** What a right code does; it is spent unless told. */
  use?: Use;
}

export type SpendVerdict =
  | { verdict: 'accepted' }
  /** Wrong, expired, spent, exhausted or never made: one answer. `compared` says whether it cost a try. */
  | { verdict: 'invalid'; compared: boolean }
  /** `wait` is in seconds. */
  | { verdict: 'paused'; wait: number }
  | { verdict: 'off' };

/** Seconds of the pause after each tenth failure. */
export const PAUSES = Array.from({ length: FAILURES_UNTIL_OFF / FAILURES_PER_PAUSE }, (_, index) =>
  pauseAfter((index + 1) * FAILURES_PER_PAUSE),
);

/** The pepper of a code that went to the address which is still the account's; null where nothing can be compared. */
export const pepperFor = (
  deps: Deps,
  live: LiveCode,
  { addressFor }: Pick<CodeTry, 'addressFor'>,
): Pepper | null => {
  const pepper = deps.keys.peppers.find(({ id }) => id === live.pepperId);
  const address = addressFor(live.channel);
  if (!pepper || address === null) return null;
  return timingSafeEqual(live.addressDigest, addressDigest(pepper, address)) ? pepper : null;
};

/** 122 random bits, drawn in advance: asking the system for each costs as much as the rest of a try. */
export const nonce = (): Uint8Array => Buffer.from(randomUUID());

const TOGETHER = { most: 32, atOnce: 2, apart: ({ subject }: Charge) => [subject] };
const chargingOn = onEach((db): Record<Use, (ask: Charge) => Promise<boolean | null>> => {
  const charging = (use: Use) => gather((asks: readonly Charge[]) => chargeAll(db, asks, use), TOGETHER);
  return { spend: charging('spend'), spend_unshown: charging('spend_unshown'), show: charging('show') };
});

const compare = async (
  deps: Deps,
  live: LiveCode,
  given: Omit<CodeTry, 'deviceHash'>,
  riders: readonly Rider[],
): Promise<SpendVerdict> => {
  const pepper = pepperFor(deps, live, given);
  if (!pepper) return { verdict: 'invalid', compared: false };
  const { purpose, subject, code, use = 'spend' } = given;
  const ask = {
    challengeId: live.id,
    subject,
    laneDevice: live.lane.deviceHash,
    codeDigest: codeDigest(pepper, { challengeId: live.id, purpose, subject, code }),
    nonce: nonce(),
    pauses: PAUSES,
  };
  const accepted =
    riders.length > 0 ? await charge(deps.db, ask, riders, use) : await chargingOn(deps.db)[use](ask);
  return accepted ? { verdict: 'accepted' } : { verdict: 'invalid', compared: accepted !== null };
};

/** Why nothing is compared in this lane just now; null where it may be. */
export const heldBack = (deps: Deps, { lane }: LiveCode): SpendVerdict | null => {
  if (lane.failures >= FAILURES_UNTIL_OFF) return { verdict: 'off' };
  if (lane.pausedFor > 0) return { verdict: 'paused', wait: lane.pausedFor };
  const wait = lane.deviceHash.length === 0 ? deps.otpPulse.breakerWait() : 0;
  return wait > 0 ? { verdict: 'paused', wait } : null;
};

/**
 * Judges a code against the one that is out. One statement charges, judges and does what rides on a right
 * code, so that it needs no transaction. While the breaker is open, devices that never gave a right code wait.
 */
export const judgeCode = async (
  deps: Deps,
  live: LiveCode | null,
  given: Omit<CodeTry, 'deviceHash'>,
  riders: readonly Rider[] = [],
): Promise<SpendVerdict> => {
  if (!live) return { verdict: 'invalid', compared: false };
  const held = heldBack(deps, live);
  if (held) return held;
  return compare(deps, live, given, riders);
};

/**
 * Rides on an accepted code: a device without a lane of its own gets one. None for a device without a
 * cookie, nor where the code was judged in its own lane, which that has renewed.
 */
export const rememberDevice = (live: LiveCode | null, subject: string, deviceHash: Uint8Array): Rider[] =>
  deviceHash.length === 0 || (live !== null && live.lane.deviceHash.length > 0)
    ? []
    : [laneRider(subject, deviceHash)];
