import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Channel } from '../../contract/primitives.ts';
import type { Deps } from '../deps.ts';
import { countingKey, networkOf } from '../network.ts';
import { openBudget } from './day-budget.ts';
import { addressDigest, codeDigest } from './digest.ts';
import type { Engine } from './live-code.ts';
import { FAILURES_UNTIL_OFF, newCode, RESEND_SECONDS, reachedLimit, type SendLimit } from './policy.ts';
import {
  type ChallengeKey,
  deleteSend,
  insertCode,
  lockCounters,
  type NewChallenge,
  recordBlock,
  type SendKeys,
  selectSendHistory,
  supersede,
} from './rows.ts';

export interface CodeRequest extends ChallengeKey {
  channel: Channel;
  /** The address on the account: E.164, or an e-mail address. */
  address: string;
  /** Of the number, ISO 3166-1 alpha-2; null for e-mail and numbers of no country. */
  country: string | null;
  /** The client's address, for the limits on networks. */
  clientAddress: string;
  /** Hash of the device's cookie; empty for a device without one. */
  deviceHash: Uint8Array;
  digits: number;
  minutes: number;
  /** Who makes the code; we ourselves unless told. */
  engine?: Engine;
  /** Written and counted like any other, and no code fits it: for an account that is not there. */
  decoy?: boolean;
  /** Another system made the code and will be given it back; here it is only counted. */
  checkedElsewhere?: boolean;
}

/**
 * A code that was made; `code` is nowhere else, so the caller sends it and forgets it. It is empty where another
 * engine makes it.
 */
export interface IssuedCode {
  code: string;
  challengeKey: ChallengeKey;
  sendId: number;
  /** Seconds. */
  expiresIn: number;
  resendIn: number;
}

export type IssueVerdict =
  | { verdict: 'issued'; issued: IssuedCode }
  /** `wait` is in seconds. */
  | { verdict: 'too_many'; wait: number; limit: SendLimit }
  | { verdict: 'paused'; wait: number }
  | { verdict: 'off' };

/** Digits of a number that stand for one person's line; what is before them is the prefix. */
const LINE_DIGITS = 4;

const keysOf = (deps: Deps, { channel, address, clientAddress }: CodeRequest): SendKeys => {
  const key = (kind: 'number' | 'email' | 'network' | 'prefix', value: string) =>
    countingKey(deps.keys.counting, kind, value);
  const isMail = channel === 'email';
  return {
    number: key(isMail ? 'email' : 'number', address),
    network: key('network', networkOf(clientAddress)),
    prefix: isMail ? null : key('prefix', address.slice(0, -LINE_DIGITS)),
  };
};

/** The code, and what is kept of it. */
const makeChallenge = (deps: Deps, request: CodeRequest): { challenge: NewChallenge; code: string } => {
  const { purpose, subject, binding, channel, address, digits, minutes, engine = 'builtin' } = request;
  const [pepper] = deps.keys.peppers;
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

/** What is locked before the history is read, so that nobody sends to or from the same meanwhile. */
const countersOf = ({ number, network, prefix }: SendKeys): Uint8Array[] => [
  number,
  network,
  ...(prefix ? [prefix] : []),
];

/**
 * Makes a code and kills the one before it, if the limits and the failures of this subject allow one more.
 * What is counted is locked first: a hundred at once for one number give one code.
 */
export const issueCode = async (deps: Deps, request: CodeRequest): Promise<IssueVerdict> => {
  const keys = keysOf(deps, request);
  const budget = await openBudget(deps);
  return deps.db.tx(async (tx) => {
    await lockCounters(tx, [...countersOf(keys), ...budget.keys]);
    const { now, lane, ...history } = await selectSendHistory(tx, keys, request);
    if (lane && lane.failures >= FAILURES_UNTIL_OFF) return { verdict: 'off' };
    if (lane && lane.pausedFor > 0) return { verdict: 'paused', wait: lane.pausedFor };
    const inDay = await budget.spent(tx);
    const reached = reachedLimit({ ...history, inDay }, deps.config.otp.limits, now);
    if (reached) {
      await recordBlock(tx, reached.limit, request.country);
      return { verdict: 'too_many', ...reached };
    }
    const { challenge, code } = makeChallenge(deps, request);
    const { purpose, subject, binding, country } = request;
    const isCheckedHere = !request.checkedElsewhere;
    const sendId = await insertCode(tx, challenge, { ...keys, country, isCheckedHere });
    return {
      verdict: 'issued',
      issued: {
        code,
        sendId,
        challengeKey: { purpose, subject, binding },
        expiresIn: request.minutes * 60,
        resendIn: RESEND_SECONDS,
      },
    };
  });
};

/** Takes back a code that could not be sent: it is void, and it does not count as a send. */
export const withdrawCode = (deps: Deps, { challengeKey, sendId }: IssuedCode): Promise<void> =>
  deps.db.tx(async (tx) => {
    await supersede(tx, challengeKey);
    await deleteSend(tx, sendId);
  });
