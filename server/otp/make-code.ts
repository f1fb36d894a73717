import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Channel } from '../../contract/primitives.ts';
import type { Deps } from '../deps.ts';
import type { ChallengeKey, NewChallenge } from './code-rows.ts';
import { addressDigest, codeDigest } from './digest.ts';
import type { Engine } from './live-code.ts';
import { newCode } from './policy.ts';

/** What a code is made from. */
export interface CodeMake extends ChallengeKey {
  channel: Channel;
  /** The address on the account: E.164, or an e-mail address. */
  address: string;
  digits: number;
  minutes: number;
  /** Who makes the code; we ourselves unless told. */
  engine?: Engine;
  /** Written and counted like any other, and no code fits it: for an account that is not there. */
  decoy?: boolean;
  /** Another system made the code and will be given it back; here it is only counted. */
  checkedElsewhere?: boolean;
}

/** A code, empty where another engine makes it, and what is kept of it. */
export const makeCode = (
  { keys }: Pick<Deps, 'keys'>,
  request: CodeMake,
): { challenge: NewChallenge; code: string } => {
  const { purpose, subject, binding, channel, address, digits, minutes, engine = 'builtin' } = request;
  const [pepper] = keys.peppers;
  const id = uuidv7();
  const code = engine === 'builtin' ? newCode(digits) : '';
  // Nobody can type what is kept of a code that is a decoy's, or made or checked elsewhere.
  const isKept = engine === 'builtin' && !request.decoy && !request.checkedElsewhere;
  const kept = isKept ? code : randomUUID();
  const challenge = {
    id,
    purpose,
    subject,
    binding,
    channel,
    minutes,
    addressDigest: addressDigest(pepper, address),
    codeDigest: codeDigest(pepper, { challengeId: id, purpose, subject, code: kept }),
    pepperId: pepper.id,
    engine,
  };
  return { challenge, code };
};
