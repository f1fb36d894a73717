import { describe, expect, it } from 'vitest';
import {
  endFromField,
  endToField,
  faultIn,
  faultInException,
  nextRange,
  withWorkdaysAsMonday,
} from './hours.ts';

describe('a day’s hours', () => {
  it.each([
    ['none', [], null],
    [
      'a break at noon',
      [
        { from: '13:00', to: '17:00' },
        { from: '09:00', to: '13:00' },
      ],
      null,
    ],
    ['until midnight', [{ from: '20:00', to: '24:00' }], null],
    ['backwards', [{ from: '17:00', to: '09:00' }], 'The end must come after the start.'],
    ['empty', [{ from: '09:00', to: '' }], 'Fill in both times, or remove the line.'],
    [
      'overlapping',
      [
        { from: '09:00', to: '13:00' },
        { from: '12:30', to: '17:00' },
      ],
      'These hours overlap.',
    ],
  ])('%s', (_, ranges, fault) => {
    expect(faultIn(ranges)).toBe(fault);
  });

  it('shows the end of the day as a time field can', () => {
    expect([endToField('24:00'), endFromField('00:00'), endFromField('17:00')]).toEqual([
      '00:00',
      '24:00',
      '17:00',
    ]);
  });

  it('offers the next stretch an hour after the last', () => {
    expect(nextRange([{ from: '09:00', to: '12:00' }])).toEqual({ from: '13:00', to: '15:00' });
    expect(nextRange([])).toEqual({ from: '09:00', to: '17:00' });
    expect(nextRange([{ from: '09:00', to: '23:00' }])).toEqual({ from: '', to: '' });
  });
});

it('copies Monday over the other workdays and leaves the weekend alone', () => {
  const week = withWorkdaysAsMonday([
    { weekday: 1, from: '08:00', to: '12:00' },
    { weekday: 3, from: '10:00', to: '11:00' },
    { weekday: 6, from: '09:00', to: '10:00' },
  ]);
  expect(week.filter(({ from }) => from === '08:00').map(({ weekday }) => weekday)).toEqual([1, 2, 3, 4, 5]);
  expect(week).toContainEqual({ weekday: 6, from: '09:00', to: '10:00' });
  expect(week).toHaveLength(6);
});

it('wants a date for an exception', () => {
  expect(faultInException({ date: '', closed: true })).toBe('Choose a date.');
  expect(faultInException({ date: '2026-12-24', from: '12:00', to: '09:00' })).toBe(
    'The end must come after the start.',
  );
});
