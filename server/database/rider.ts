import type { Value } from './database.ts';

/**
 * A write that rides on another feature's statement: both are done in the same instant or neither is, and
 * neither needs a transaction around it. Each feature still writes the SQL of its own tables only.
 */
export interface Rider {
  /** The write, with its values from `$first` on. It reads FROM `allowed`: one row where it may happen, else none. */
  text: (allowed: string, first: number) => string;
  values: readonly Value[];
}

/** Further parts of a WITH, after `values` of the statement itself; and all values. */
export const withRiders = (
  riders: readonly Rider[],
  allowed: string,
  values: readonly Value[],
): { parts: string; values: Value[] } => {
  const all = [...values];
  const parts = riders.map((rider, index) => {
    const part = `, rider_${index} AS (${rider.text(allowed, all.length + 1)})`;
    all.push(...rider.values);
    return part;
  });
  return { parts: parts.join(''), values: all };
};
