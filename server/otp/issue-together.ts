import type { SendLimits } from '../config.ts';
import type { Database, Tx } from '../database/database.ts';
import { didFail } from '../messages/did-fail.ts';
import { type ChallengeKey, insertCodes, type NewChallenge } from './code-rows.ts';
import { openBudget } from './day-budget.ts';
import { type CodeHistory, lockCounters, selectHistories, selectLastMessage } from './history-rows.ts';
import { FAILURES_UNTIL_OFF, RESEND_SECONDS, reachedLimit, type SendLimit } from './policy.ts';
import { recordBlock } from './rows.ts';
import { countersOf, type SendKeys } from './send-keys.ts';

/** A code that is sent if it may be. */
export interface CodeAsk {
  challenge: NewChallenge;
  /** Empty where another engine makes it. */
  code: string;
  keys: SendKeys;
  limits: SendLimits;
  /** Hash of the device's cookie; empty for a device without one. */
  deviceHash: Uint8Array;
  /** Of the number, ISO 3166-1 alpha-2; null for e-mail and numbers of no country. */
  country: string | null;
  /** Whether the code is given back here. */
  isCheckedHere: boolean;
  /** What the message with it is to be called in the ledger. */
  messageId: string;
}

/**
 * A code that was made; `code` is nowhere else, so the caller sends it and forgets it. It is empty where another
 * engine makes it.
 */
export interface IssuedCode {
  code: string;
  challengeKey: ChallengeKey;
  sendId: number;
  /** What the message with it is called in the ledger: where it fails, another may follow at once. */
  messageId: string;
  /** Seconds. */
  expiresIn: number;
  resendIn: number;
}

type Refusal =
  /** `wait` is in seconds. */
  | { verdict: 'too_many'; wait: number; limit: SendLimit }
  | { verdict: 'paused'; wait: number }
  | { verdict: 'off' };

export type IssueVerdict = { verdict: 'issued'; issued: IssuedCode } | Refusal;

/** Why one more may not be sent now; null where it may. */
const refusalOf = (
  { limits }: CodeAsk,
  { now, lane, ...history }: CodeHistory,
  inDay: number,
): Refusal | null => {
  if (lane && lane.failures >= FAILURES_UNTIL_OFF) return { verdict: 'off' };
  if (lane && lane.pausedFor > 0) return { verdict: 'paused', wait: lane.pausedFor };
  const reached = reachedLimit({ ...history, inDay }, limits, now);
  return reached && { verdict: 'too_many', ...reached };
};

const issuedOf = ({ code, challenge, messageId }: CodeAsk, sendId: number): IssueVerdict => {
  const { purpose, subject, binding, minutes } = challenge;
  const challengeKey = { purpose, subject, binding };
  return {
    verdict: 'issued',
    issued: { code, challengeKey, sendId, messageId, expiresIn: minutes * 60, resendIn: RESEND_SECONDS },
  };
};

/**
 * The same, but for a number whose last message is known to have failed nobody waits out the time between two:
 * another way may be tried at once. All else that is counted holds.
 */
const refusalNow = async (
  tx: Tx,
  ask: CodeAsk,
  history: CodeHistory,
  inDay: number,
): Promise<Refusal | null> => {
  const refusal = refusalOf(ask, history, inDay);
  if (refusal?.verdict !== 'too_many' || refusal.limit !== 'number_limit') return refusal;
  const perNumber = ask.limits.perNumber.filter(({ seconds }) => seconds > RESEND_SECONDS);
  if (refusalOf({ ...ask, limits: { ...ask.limits, perNumber } }, history, inDay)) return refusal;
  const last = await selectLastMessage(tx, ask.keys);
  return last !== null && (await didFail(tx, last)) ? null : refusal;
};

/** Judges each after those before it, which count in the day's budget. */
const judge = async (
  tx: Tx,
  asks: readonly CodeAsk[],
  spentInDay: number,
): Promise<{ refusals: Map<CodeAsk, Refusal>; allowed: CodeAsk[] }> => {
  const histories = await selectHistories(tx, asks);
  const refusals = new Map<CodeAsk, Refusal>();
  const allowed: CodeAsk[] = [];
  for (const [index, history] of histories.entries()) {
    const ask = asks[index];
    if (!ask) throw new Error('a SELECT answered more rows than it was asked for');
    const refusal = await refusalNow(tx, ask, history, spentInDay + allowed.length);
    if (refusal) refusals.set(ask, refusal);
    else allowed.push(ask);
  }
  return { refusals, allowed };
};

/**
 * Makes each code, and kills the one before it, if the limits and the failures of its subject allow one more. No
 * two may be for one number, network, prefix or subject. What is counted is locked first, for other processes.
 */
export const issueTogether = async (
  db: Database,
  asks: readonly CodeAsk[],
): Promise<(ask: CodeAsk) => IssueVerdict> => {
  const budget = await openBudget(db, Math.min(...asks.map(({ limits }) => limits.perDay)));
  return db.tx(async (tx) => {
    await lockCounters(tx, [...asks.flatMap(({ keys }) => countersOf(keys)), ...budget.keys]);
    const { refusals, allowed } = await judge(tx, asks, await budget.spent(tx));
    for (const [{ country }, refusal] of refusals) {
      if (refusal.verdict === 'too_many') await recordBlock(tx, refusal.limit, country);
    }
    const sendIdOf = await insertCodes(tx, allowed);
    return (ask) => refusals.get(ask) ?? issuedOf(ask, sendIdOf(ask));
  });
};
