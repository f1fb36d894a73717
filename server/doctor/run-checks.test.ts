import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type Check, ok } from './check.ts';
import { runChecks } from './run-checks.ts';

const check = (name: string, run: Check['run']): Check => ({ name, run });
const finishing = (ms: number, name: string) =>
  check(name, async () => {
    await pause(ms);
    return [ok(name)];
  });

describe('checks', () => {
  test('run side by side, and are told in their own order', async () => {
    const told: string[] = [];
    const since = performance.now();
    const checks = [finishing(300, 'slow'), finishing(10, 'quick'), finishing(300, 'slow too')];
    await runChecks(checks, { onChecked: ({ name }) => told.push(name) });
    expect(performance.now() - since).toBeLessThan(590);
    expect(told).toEqual(['slow', 'quick', 'slow too']);
  });

  test('say at each moment who is waited for', async () => {
    const waited: string[] = [];
    await runChecks([finishing(50, 'slow'), finishing(1, 'quick')], {
      onProgress: (names) => waited.push(names.join()),
    });
    expect(waited).toEqual(['slow,quick', 'slow', '']);
  });

  test('that never end are ended, and the others are not affected', async () => {
    const never = check('never', () => new Promise(() => {}));
    const checked = await runChecks([never, finishing(1, 'quick')], {}, 50);
    expect(checked).toMatchObject([
      { name: 'never', findings: [{ level: 'fault', what: 'This was not through in 0.05 seconds.' }] },
      { name: 'quick', findings: [{ level: 'ok' }] },
    ]);
  });

  test('that are told to end may still say what they found', async () => {
    const late = check('late', async (signal) => {
      await pause(5_000, null, { signal }).catch(() => {});
      return [ok('so far')];
    });
    expect(await runChecks([late], {}, 50)).toMatchObject([{ findings: [{ what: 'so far' }] }]);
  });

  test('that fail themselves are a fault, without what the error says', async () => {
    const broken = check('broken', () => Promise.reject(new TypeError('token=secret')));
    const [checked] = await runChecks([broken, finishing(1, 'quick')]);
    expect(checked?.findings).toMatchObject([
      { level: 'fault', what: 'This check itself failed (TypeError).' },
    ]);
    expect(JSON.stringify(checked)).not.toContain('secret');
  });
});
