import { type Asked, ask } from './ask.ts';
import { type Check, type Finding, ok } from './check.ts';
import { clockDifference } from './clock-difference.ts';

/** Answers are dated in whole seconds: on average half of one is cut off (RFC 9110 §5.6.7). */
const CUT_OFF_MS = 500;

/** How many milliseconds this machine is ahead of whoever answered; null where the answer has no date. */
const aheadOf = (asked: Asked, before: number, after: number): number | null => {
  const date = asked.reached ? Date.parse(asked.answer.headers.get('date') ?? '') : Number.NaN;
  return Number.isNaN(date) ? null : (before + after) / 2 - (date + CUT_OFF_MS);
};

const askTheTime = async (url: URL, signal: AbortSignal): Promise<number | null> => {
  const before = Date.now();
  const asked = await ask(url, { method: 'HEAD' }, signal);
  return aheadOf(asked, before, Date.now());
};

/** The one in the middle: a single clock that is wrong elsewhere must not accuse ours. */
const middle = (values: readonly number[]): number | undefined =>
  values.toSorted((one, other) => one - other)[Math.floor((values.length - 1) / 2)];

const judge = (known: readonly number[]): Finding => {
  const ahead = middle(known);
  if (ahead === undefined)
    return ok('No provider answered whose clock this machine’s could be held against.');
  const witnesses = known.length === 1 ? 'the provider that answered' : `${known.length} providers`;
  return clockDifference(ahead, 'This machine’s clock', `the time of ${witnesses}`);
};

/** This machine's clock against the `Date` that providers put on their answers. */
export const clockCheck = (providers: readonly URL[]): Check => ({
  name: 'Clock',
  run: async (signal) => {
    const origins = [...new Set(providers.map(({ origin }) => origin))];
    const differences = await Promise.all(origins.map((origin) => askTheTime(new URL(origin), signal)));
    return [judge(differences.filter((difference) => difference !== null))];
  },
});
