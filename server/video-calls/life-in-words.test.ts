import { expect, test } from 'vitest';
import { lifeInWords } from './life-in-words.ts';

test.each([
  [180, '3 hours'],
  [60, '1 hour'],
  [75, '1 hour 15 minutes'],
  [61, '1 hour 1 minute'],
  [45, '45 minutes'],
  [0.2, '1 minute'],
])('a life of %s minutes is “%s”', (minutes, words) => {
  expect(lifeInWords(minutes * 60_000)).toBe(words);
});
