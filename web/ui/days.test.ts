import { expect, it } from 'vitest';
import { isBackwards } from './days.ts';

it.each([
  [{ from: '2026-11-02', to: '2026-11-01' }, true],
  [{ from: '2026-11-01', to: '2026-11-01' }, false],
  [{ from: '2026-11-02' }, false],
  [{ from: '2026-11-02', to: '' }, false],
])('%j runs backwards: %s', (days, backwards) => {
  expect(isBackwards(days)).toBe(backwards);
});
