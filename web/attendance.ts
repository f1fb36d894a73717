import { MINUTE } from './when.ts';

/** So long after the last touch somebody may still be reading what the page asks for. */
const ATTENDED_MS = 5 * MINUTE;

/** `click` and `input` without a pointer or a key come from whoever works by voice or with a screen reader. */
const TOUCHES = ['pointerdown', 'touchstart', 'wheel', 'keydown', 'click', 'input'] as const;

/** What is watched of a browser's window. */
export type Watched = Pick<Window, 'addEventListener'> & {
  document: Pick<Document, 'addEventListener' | 'visibilityState'>;
};

/**
 * Watches from now on whether anybody is at the page: has touched it, or come back to it, in the last five
 * minutes. Whoever has just opened it is there.
 */
export const watchAttendance = (page: Watched, clock: () => number = Date.now): (() => boolean) => {
  const { document } = page;
  let attendedAt = document.visibilityState === 'visible' ? clock() : Number.NEGATIVE_INFINITY;
  const attend = (): void => {
    attendedAt = clock();
  };
  // Before anything on the page can stop it, or ask for something because of it.
  const early = { capture: true, passive: true };
  for (const touch of TOUCHES) document.addEventListener(touch, attend, early);
  document.addEventListener(
    'pointermove',
    // Browsers also tell of a move when the page moved, below a pointer that rests.
    ({ movementX, movementY }) => {
      if (movementX !== 0 || movementY !== 0) attend();
    },
    early,
  );
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') attend();
  });
  page.addEventListener('focus', attend);
  return () => clock() - attendedAt < ATTENDED_MS;
};
