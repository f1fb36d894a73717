import { gather, onEach } from '../database/gather.ts';
import type { Rider } from '../database/rider.ts';
import type { Deps } from '../deps.ts';
import { countVerdict } from './count-verdict.ts';
import { type CodeTry, judgeCode, rememberDevice } from './judge-code.ts';
import { type ElsewhereVerdict, judgeElsewhere } from './judge-elsewhere.ts';
import { type LiveAsk, selectAnyLive } from './live-rows.ts';

export interface CodeGiven extends CodeTry {
  /** Hash of the cookie that the device gets with a right code; empty for none. */
  newDeviceHash: Uint8Array;
}

const finding = onEach((db) => gather((asks: readonly LiveAsk[]) => selectAnyLive(db, asks)));

/**
 * Judges a code, whoever made it, and counts the verdict. One that an engine elsewhere made is asked after
 * there; once it was shown right it is known here.
 */
export const useCode = async (
  deps: Deps,
  given: CodeGiven,
  more: readonly Rider[] = [],
): Promise<ElsewhereVerdict> => {
  const live = await finding(deps.db)({ key: given, deviceHash: given.deviceHash });
  const riders = [...more, ...rememberDevice(live, given.subject, given.newDeviceHash)];
  const { verifyEngine } = deps;
  const isElsewhere = live?.engine === 'twilio-verify' && !live.shown;
  const verdict =
    isElsewhere && verifyEngine
      ? await judgeElsewhere(deps, verifyEngine, live, given, riders)
      : await judgeCode(deps, live, given, riders);
  countVerdict(deps, verdict);
  return verdict;
};
