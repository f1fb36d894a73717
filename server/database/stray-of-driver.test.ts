import { expect, it } from 'vitest';
import { isStrayOfDriver } from './stray-of-driver.ts';

it('knows the driver’s own first question by its text, and nothing else', () => {
  const failed = (query: string) => Object.assign(new Error('terminating connection'), { query });
  expect(isStrayOfDriver(failed('select b.oid, b.typarray from pg_catalog.pg_type a'))).toBe(true);
  expect(isStrayOfDriver(failed('SELECT 1'))).toBe(false);
  expect(isStrayOfDriver(new Error('of ours'))).toBe(false);
  expect(isStrayOfDriver('b.typarray')).toBe(false);
});
