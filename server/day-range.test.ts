import { describe, expect, it } from 'vitest';
import { assertCalendarDate, dateIn, dayRange, daysOf } from './day-range.ts';
import { Problem } from './problem.ts';

const rule = { today: '2026-03-02', usual: 3, most: 10 };

describe('the days somebody asks for', () => {
  it.each([
    ['the last ones, today with them, unless told', {}, '2026-02-28', '2026-03-02'],
    ['the ones that end on a day', { to: '2026-01-01' }, '2025-12-30', '2026-01-01'],
    ['from a day until today', { from: '2026-02-25' }, '2026-02-25', '2026-03-02'],
    ['one day alone where it is still to come', { from: '2026-04-01' }, '2026-04-01', '2026-04-01'],
    ['both ends', { from: '2024-02-28', to: '2024-03-01' }, '2024-02-28', '2024-03-01'],
  ])('are %s', (_, asked, from, to) => {
    expect(dayRange({ from: undefined, to: undefined, ...asked }, rule)).toEqual({ from, to });
  });

  it.each([
    ['run backwards', '2026-03-02', '2026-03-01', 'range_invalid'],
    ['are too many', '2026-02-01', '2026-02-11', 'range_invalid'],
    ['are not on the calendar', '2026-02-30', '2026-03-01', 'invalid_request'],
    ['are of the year 0', '0000-01-01', '0000-01-02', 'invalid_request'],
  ])('are refused where they %s', (_, from, to, code) => {
    const ask = () => dayRange({ from, to }, rule);
    expect(ask).toThrow(Problem);
    expect(ask).toThrow(expect.objectContaining({ code }));
  });

  it('are listed over the end of a leap February', () => {
    expect(daysOf({ from: '2024-02-28', to: '2024-03-01' })).toEqual([
      '2024-02-28',
      '2024-02-29',
      '2024-03-01',
    ]);
  });

  it('begin and end where the person is', () => {
    const instant = new Date('2026-03-01T20:00:00Z');
    expect(dateIn('Asia/Kolkata', instant)).toBe('2026-03-02');
    expect(dateIn('America/New_York', instant)).toBe('2026-03-01');
  });
});

describe('a date', () => {
  it.each(['2025-02-28', '2024-02-29', '2025-12-31'])('%s is on the calendar', (date) => {
    expect(() => assertCalendarDate(date, '/date')).not.toThrow();
  });
  it.each(['2025-02-29', '2025-04-31', '2025-13-01', '2025-00-01', '0000-01-01'])('%s is not', (date) => {
    expect(() => assertCalendarDate(date, '/date')).toThrow('There is no such day.');
  });
});
