import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Channel } from '../../contract/primitives.ts';
import type { Tx } from '../database/database.ts';
import type { Deps } from '../deps.ts';
import { countingKey, networkOf } from '../network.ts';
import { addressDigest, codeDigest } from './digest.ts';
import type { Engine } from './live-code.ts';
import { FAILURES_UNTIL_OFF, newCode, RESEND_SECONDS, reachedLimit, type SendLimit } from './policy.ts';
import {
  type ChallengeKey,
  deleteSend,
  ensureLane,
  insertChallenge,
  insertSend,
  lockCounters,
  recordBlock,
  type SendKeys,
  selectLane,
  selectSendHistory,
  supersede,
  UNKNOWN_DEVICE,
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

const writeChallenge = async (deps: Deps, tx: Tx, request: CodeRequest) => {
  const { purpose, subject, binding, channel, address, digits, minutes, engine = 'builtin' } = request;
  const [pepper] = deps.keys.peppers;
  const id = uuidv7();
  const code = engine === 'builtin' ? newCode(digits) : '';
  // Nobody can type what is kept of a code that is a decoy's, or made elsewhere.
  const kept = request.decoy || engine !== 'builtin' ? randomUUID() : code;
  await supersede(tx, request);
  await insertChallenge(tx, {
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
  });
  return { id, code };
};

/** What everybody who sends close to the day's budget waits for. */
const BUDGET_KEY: Uint8Array = Buffer.from('budget  ');
/** More than can be sending at the same moment, over all processes. */
const CLOSE_TO_BUDGET = 500;

/** The history to judge by: close to the budget nobody else sends before this is through. */
const historyFor = async (deps: Deps, tx: Tx, keys: SendKeys): ReturnType<typeof selectSendHistory> => {
  const history = await selectSendHistory(tx, keys);
  const left = deps.config.otp.limits.perDay - history.inDay;
  if (left <= 0 || left > CLOSE_TO_BUDGET) return history;
  await lockCounters(tx, [BUDGET_KEY]);
  return selectSendHistory(tx, keys);
};

/**
 * Makes a code and kills the one before it, if the limits and the failures of this subject allow one more.
 * What is counted is locked first: a hundred at once for one number give one code.
 */
export const issueCode = (deps: Deps, request: CodeRequest): Promise<IssueVerdict> => {
  const keys = keysOf(deps, request);
  return deps.db.tx(async (tx) => {
    await lockCounters(tx, [keys.number, keys.network, ...(keys.prefix ? [keys.prefix] : [])]);
    const lane = await selectLane(tx, request.subject, request.deviceHash);
    if (lane && lane.failures >= FAILURES_UNTIL_OFF) return { verdict: 'off' };
    if (lane && lane.pausedFor > 0) return { verdict: 'paused', wait: lane.pausedFor };
    const { now, ...history } = await historyFor(deps, tx, keys);
    const reached = reachedLimit(history, deps.config.otp.limits, now);
    if (reached) {
      await recordBlock(tx, reached.limit, request.country);
      return { verdict: 'too_many', ...reached };
    }
    await ensureLane(tx, request.subject, UNKNOWN_DEVICE);
    const { id: challengeId, code } = await writeChallenge(deps, tx, request);
    const { purpose, subject, binding, channel, country } = request;
    const sendId = await insertSend(tx, { ...keys, channel, country, challengeId });
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
