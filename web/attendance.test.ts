import { beforeEach, describe, expect, it } from 'vitest';
import { watchAttendance } from './attendance.ts';

const MINUTE = 60_000;

let now: number;
beforeEach(() => {
  now = Date.parse('2026-11-24T10:00:00Z');
});

const openPage = (visibilityState: 'visible' | 'hidden') => {
  const document = Object.assign(new EventTarget(), { visibilityState });
  const window = Object.assign(new EventTarget(), { document });
  const isAttended = watchAttendance(window, () => now);
  const turn = (state: 'visible' | 'hidden') => {
    document.visibilityState = state;
    document.dispatchEvent(new Event('visibilitychange'));
  };
  const move = (movementX: number, movementY: number) =>
    document.dispatchEvent(Object.assign(new Event('pointermove'), { movementX, movementY }));
  return { document, window, isAttended, turn, move };
};

describe('whether anybody is at the page', () => {
  it('is so for five minutes after it was opened', () => {
    const { isAttended } = openPage('visible');
    now += 5 * MINUTE - 1;
    expect(isAttended()).toBe(true);
    now += 1;
    expect(isAttended()).toBe(false);
  });

  it('is not so where it was opened behind another one', () => {
    const { isAttended, turn } = openPage('hidden');
    expect(isAttended()).toBe(false);
    turn('visible');
    expect(isAttended()).toBe(true);
  });

  it.each(['pointerdown', 'touchstart', 'wheel', 'keydown', 'click', 'input'])(
    'is so again after a %s',
    (touch) => {
      const { document, isAttended } = openPage('visible');
      now += 60 * MINUTE;
      expect(isAttended()).toBe(false);
      document.dispatchEvent(new Event(touch));
      expect(isAttended()).toBe(true);
    },
  );

  it('takes a move of the pointer for one where it really moved', () => {
    const { isAttended, move } = openPage('visible');
    now += 60 * MINUTE;
    move(0, 0);
    expect(isAttended()).toBe(false);
    move(0, -1);
    expect(isAttended()).toBe(true);
  });

  it('is so again when somebody comes back to it, and not when they go', () => {
    const { window, isAttended, turn } = openPage('visible');
    now += 60 * MINUTE;
    turn('hidden');
    expect(isAttended()).toBe(false);
    turn('visible');
    expect(isAttended()).toBe(true);
    now += 60 * MINUTE;
    window.dispatchEvent(new Event('focus'));
    expect(isAttended()).toBe(true);
  });
});
