import { describe, expect, test } from 'vitest';
import { faultInQuiet, quietDraftOf, quietHoursOf, quietInWords } from './quiet-draft.ts';

describe('quiet hours in a form', () => {
  test('keep their times while they are off, and are stored as none', () => {
    const off = quietDraftOf(null);
    expect(off).toEqual({ isOn: false, from: '22:00', to: '07:00' });
    expect(quietHoursOf(off)).toBeNull();
    expect(quietHoursOf({ ...off, isOn: true })).toEqual({ from: '22:00', to: '07:00' });
  });

  test.each([
    [{ isOn: true, from: '22:00', to: '07:00' }, null],
    [{ isOn: true, from: '', to: '07:00' }, 'Fill in both times.'],
    [{ isOn: true, from: '07:00', to: '07:00' }, 'They must end at another time than they begin.'],
    [{ isOn: false, from: '', to: '' }, null],
  ])('%j are judged', (draft, fault) => {
    expect(faultInQuiet(draft)).toBe(fault);
  });

  test('are read in the way that the reader writes times', () => {
    const hours = { from: '22:00', to: '00:00' };
    expect(quietInWords(hours, { locale: 'en-GB', timeZone: 'Asia/Kolkata' })).toBe(
      'Quiet hours from 22:00 to 00:00.',
    );
    expect(quietInWords(hours, { locale: 'en-US', timeZone: 'Asia/Kolkata' })).toMatch(
      /^Quiet hours from 10:00\sPM to 12:00\sAM\.$/,
    );
    expect(quietInWords(null, { locale: 'en-GB', timeZone: 'UTC' })).toBe('No quiet hours.');
  });
});
