import { describe, expect, test } from 'vitest';
import { readInstant } from './read-time.ts';

describe('an instant', () => {
  test.each([
    ['2025-11-15T11:00:00Z', '2025-11-15T11:00:00.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2025-12-31T23:59:59.123456789Z', '2025-12-31T23:59:59.123Z'],
  ])('%s is read', (text, expected) => {
    expect(readInstant(text, 'body.starts_at').toISOString()).toBe(expected);
  });

  test.each([
    '2025-02-30T10:00:00Z',
    '2025-02-29T10:00:00Z',
    '2025-11-31T10:00:00Z',
    '2025-13-01T10:00:00Z',
    '2025-00-10T10:00:00Z',
    '2025-11-15T24:00:00Z',
    '2025-11-15T10:60:00Z',
    '2025-11-15T10:00:60Z',
  ])('%s does not exist and is refused', (text) => {
    expect(() => readInstant(text, 'body.starts_at')).toThrow('There is no such day or time.');
  });
});
