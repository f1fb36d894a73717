import type { AskSpending, Spending } from '../../contract/spending.ts';
import { dateIn, dayRange, daysOf } from '../day-range.ts';
import type { Deps } from '../deps.ts';
import type { Prices } from '../message-config.ts';
import type { Person } from '../people/person.ts';
import { Problem } from '../problem.ts';
import { costOf } from './cost-of.ts';
import { countSendsInDay } from './rows.ts';
import { type DayBlocks, type DaySpend, selectBlocked, selectSpent } from './spending-rows.ts';

const USUAL_DAYS = 30;
const MOST_DAYS = 366;

const sum = <T>(rows: readonly T[], figure: (row: T) => number): number =>
  rows.reduce((total, row) => total + figure(row), 0);

const countsOf = (prices: Prices, rows: readonly DaySpend[]) => ({
  sent: sum(rows, ({ sent }) => sent),
  used: sum(rows, ({ used }) => used),
  cost: costOf(prices, rows),
});

const mostFirst = <T extends { sent: number }>(rows: T[]): T[] => rows.sort((a, b) => b.sent - a.sent);

const byDay = (prices: Prices, days: readonly string[], spent: DaySpend[], blocked: DayBlocks[]) => {
  const spentOn = Map.groupBy(spent, ({ day }) => day);
  const blockedOn = Map.groupBy(blocked, ({ day }) => day);
  return days.map((date) => ({
    date,
    ...countsOf(prices, spentOn.get(date) ?? []),
    blocked: sum(blockedOn.get(date) ?? [], ({ count }) => count),
  }));
};

const byChannel = (prices: Prices, spent: DaySpend[]): Spending['by_channel'] =>
  mostFirst(
    Array.from(
      Map.groupBy(spent, ({ channel }) => channel),
      ([channel, rows]) => (channel === null ? [] : [{ channel, ...countsOf(prices, rows) }]),
    ).flat(),
  );

const byCountry = (prices: Prices, spent: DaySpend[]): Spending['by_country'] =>
  mostFirst(
    Array.from(
      Map.groupBy(spent, ({ country }) => country),
      ([country, rows]) => ({ country, ...countsOf(prices, rows) }),
    ),
  );

const byReason = (blocked: DayBlocks[]): Spending['blocked'] =>
  Array.from(
    Map.groupBy(blocked, ({ reason }) => reason),
    ([reason, rows]) => ({ reason, count: sum(rows, ({ count }) => count) }),
  ).sort((a, b) => b.count - a.count);

/**
 * What codes cost and what came back of them, over a range of the asking admin's own days, the last 30 unless told.
 * @throws Problem `forbidden`, `invalid_request`, `range_invalid`
 */
export const spending = async (deps: Deps, person: Person, asked: AskSpending): Promise<Spending> => {
  if (person.role !== 'admin') throw new Problem('forbidden');
  const { timeZone } = person;
  const { prices } = deps.config.messages;
  const today = dateIn(timeZone, deps.now());
  const range = dayRange({ from: asked.from, to: asked.to }, { today, usual: USUAL_DAYS, most: MOST_DAYS });
  const [spent, blocked, used] = await Promise.all([
    selectSpent(deps.db, { timeZone, ...range }),
    selectBlocked(deps.db, { timeZone, ...range }),
    countSendsInDay(deps.db),
  ]);
  return {
    ...range,
    time_zone: timeZone,
    currency: prices.currency,
    total: { ...countsOf(prices, spent), blocked: sum(blocked, ({ count }) => count) },
    budget: { used, most: deps.config.otp.limits.perDay },
    by_day: byDay(prices, daysOf(range), spent, blocked),
    by_channel: byChannel(prices, spent),
    by_country: byCountry(prices, spent),
    blocked: byReason(blocked),
  };
};
