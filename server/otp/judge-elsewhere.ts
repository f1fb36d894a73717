import type { Rider } from '../database/rider.ts';
import type { Deps } from '../deps.ts';
import { acceptApproved, refundTry } from './approved-rows.ts';
import { charge } from './charge-rows.ts';
import { codeDigest } from './digest.ts';
import { type CodeTry, heldBack, nonce, PAUSES, pepperFor, type SpendVerdict } from './judge-code.ts';
import type { LiveCode } from './live-code.ts';
import type { VerifyEngine } from './verify-engine.ts';

/** An engine that has not answered by then, in milliseconds, is not waited for. */
const PATIENCE_MS = 8_000;

/** No code has this digest: a try is counted as wrong until the engine says otherwise. */
const FITS_NOTHING = new Uint8Array(32);

/** Nobody could tell whether the code is right; no try was lost. */
export type ElsewhereVerdict = SpendVerdict | { verdict: 'unavailable' };

/**
 * Judges a code that an engine elsewhere made. Our own guards go first: the try is counted, and committed,
 * before the engine is asked, and of any number of approvals at once one is accepted.
 */
export const judgeElsewhere = async (
  deps: Deps,
  engine: VerifyEngine,
  live: LiveCode,
  given: Omit<CodeTry, 'deviceHash'>,
  riders: readonly Rider[],
): Promise<ElsewhereVerdict> => {
  const held = heldBack(deps, live);
  if (held) return held;
  const pepper = pepperFor(deps, live, given);
  const address = given.addressFor(live.channel);
  if (!pepper || address === null) return { verdict: 'invalid', compared: false };
  const { purpose, subject, code, use = 'spend' } = given;
  const of = { challengeId: live.id, subject, laneDevice: live.lane.deviceHash };
  const counted = await charge(
    deps.db,
    { ...of, codeDigest: FITS_NOTHING, nonce: nonce(), pauses: PAUSES },
    [],
    'spend_unshown',
  );
  if (counted === null) return { verdict: 'invalid', compared: false };
  const { outcome } = await engine.check(address, code, AbortSignal.timeout(PATIENCE_MS));
  if (outcome === 'unavailable') {
    await refundTry(deps.db, of);
    return { verdict: 'unavailable' };
  }
  if (outcome !== 'approved') return { verdict: 'invalid', compared: true };
  const right = codeDigest(pepper, { challengeId: live.id, purpose, subject, code });
  const accepted = await acceptApproved(deps.db, { ...of, codeDigest: right }, riders, use);
  return accepted ? { verdict: 'accepted' } : { verdict: 'invalid', compared: true };
};
