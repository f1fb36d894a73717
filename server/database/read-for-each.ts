import type { Database, Tx } from './database.ts';

interface Reading<Ask, Row, Answer> {
  /** What the statement knows of an ask, as a column each. */
  columns: (ask: Ask) => Record<string, string | number | null>;
  answer: (row: Row) => Answer | null;
}

/**
 * Reads for several asks in one statement. Its `$1` is a JSON array of their columns, each with a number `nr`
 * besides, and a row names by `nr` the ask that it answers; null to the others.
 */
export const readForEach = async <Ask, Row extends { nr: number }, Answer>(
  on: Database | Tx,
  statement: string,
  asks: readonly Ask[],
  { columns, answer }: Reading<Ask, Row, Answer>,
): Promise<(ask: Ask) => Answer | null> => {
  const asked = asks.map((ask, nr) => ({ ...columns(ask), nr }));
  const rows = await on.read<Row>(statement, [JSON.stringify(asked)]);
  const answers = new Map(rows.map((row) => [asks[row.nr], answer(row)]));
  return (ask) => answers.get(ask) ?? null;
};
