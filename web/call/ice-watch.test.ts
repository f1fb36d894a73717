import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { IceWatch } from './ice-watch.ts';

describe('the watch over a path', () => {
  const restart = vi.fn();
  const rebuild = vi.fn();
  const watchAs = (polite: boolean) => new IceWatch({ polite, restart, rebuild });

  beforeEach(() => {
    vi.useFakeTimers();
    restart.mockClear();
    rebuild.mockClear();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('a search that takes long is begun anew, without waiting for the browser to give up', () => {
    watchAs(false).observe('connecting');
    vi.advanceTimersByTime(5_900);
    expect(restart).not.toHaveBeenCalled();
    vi.advanceTimersByTime(200);
    expect(restart).toHaveBeenCalledTimes(1);
  });

  test.each(['connecting', 'disconnected', 'failed'] as const)(
    'the polite side asks later, when %s',
    (state) => {
      const asked: string[] = [];
      new IceWatch({ polite: true, restart: () => asked.push('polite'), rebuild }).observe(state);
      new IceWatch({ polite: false, restart: () => asked.push('impolite'), rebuild }).observe(state);
      vi.advanceTimersByTime(7_600);
      expect(asked.slice(0, 1)).toEqual(['impolite']);
      expect(asked).toContain('polite');
    },
  );

  test('what the other side asks for is given its time', () => {
    const watch = watchAs(false);
    watch.observe('connecting');
    vi.advanceTimersByTime(5_000);
    watch.searched();
    vi.advanceTimersByTime(5_000);
    expect(restart).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2_000);
    expect(restart).toHaveBeenCalledTimes(1);
  });

  test('a path that is found, or a side that is gone, ends it', () => {
    const watch = watchAs(false);
    watch.observe('failed');
    watch.observe('connected');
    watch.observe('connecting');
    watch.observe(null);
    vi.advanceTimersByTime(60_000);
    expect(restart).not.toHaveBeenCalled();
  });

  test('after four tries in vain everything is made anew, and so on for as long as it takes', () => {
    watchAs(false).observe('failed');
    vi.advanceTimersByTime(5 * 60_000);
    expect(rebuild.mock.calls.length).toBeGreaterThan(5);
    expect(restart.mock.calls.length).toBeGreaterThanOrEqual(4 * rebuild.mock.calls.length);
  });
});
