import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the test run leaves its figures: one file of vitest's JSON a project, and what failed besides tests. */
export const RESULTS_FOLDER = 'test-results';

export interface Total {
  passed: number;
  failed: number;
  skipped: number;
}

/** Adds up every result in `folder`. A step that failed without a failed test counts as one failure. */
export function totalOf(folder = RESULTS_FOLDER): Total {
  const total = { passed: 0, failed: 0, skipped: 0 };
  if (!existsSync(folder)) return total;
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
    const result: unknown = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    total.passed += figure(result, 'numPassedTests');
    total.failed += figure(result, 'numFailedTests');
    total.skipped += figure(result, 'numPendingTests') + figure(result, 'numTodoTests');
  }
  return total;
}

function figure(result: unknown, name: string): number {
  if (typeof result !== 'object' || result === null) return 0;
  const value: unknown = Reflect.get(result, name);
  return typeof value === 'number' ? value : 0;
}

/** The closing line: `tests: 153 passed, 0 failed, 2 skipped`. */
export const totalLine = ({ passed, failed, skipped }: Total): string =>
  `tests: ${passed} passed, ${failed} failed, ${skipped} skipped`;
