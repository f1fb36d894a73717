import type { Database, Tx } from '../database/database.ts';
import { countSendsInDay } from './rows.ts';

/** What everybody who sends close to the day's budget waits for. */
const BUDGET_KEY: Uint8Array = Buffer.from('budget  ');
/** More than all processes together can send while a count is still used. */
const CLOSE_TO_BUDGET = 2_000;
const COUNT_LASTS_MS = 1_000;

/** The last count of each database; a day's sends are too many to be counted for every code. */
const counted = new WeakMap<Database, { count: Promise<number>; until: number }>();

const recentCount = (db: Database): Promise<number> => {
  const known = counted.get(db);
  if (known && performance.now() < known.until) return known.count;
  const count = countSendsInDay(db);
  counted.set(db, { count, until: performance.now() + COUNT_LASTS_MS });
  count.catch(() => counted.delete(db));
  return count;
};

export interface DayBudget {
  /** To be locked before anything is counted. */
  keys: readonly Uint8Array[];
  /** Codes sent in the last day; exact, once the keys are locked, where it matters. */
  spent: (tx: Tx) => Promise<number>;
}

/** Far from the budget a count of this second will do; close to it nobody else sends before this is through. */
export const openBudget = async (db: Database, perDay: number): Promise<DayBudget> => {
  const count = await recentCount(db);
  return perDay - count > CLOSE_TO_BUDGET
    ? { keys: [], spent: async () => count }
    : { keys: [BUDGET_KEY], spent: countSendsInDay };
};
