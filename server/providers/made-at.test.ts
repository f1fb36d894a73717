import { expect, it } from 'vitest';
import { madeAt } from './made-at.ts';

it('reads the time that an id was made at', () => {
  // The example of RFC 9562 §A.6.
  expect(madeAt('017F22E2-79B0-7CC3-98C4-DC0C0C07398F')).toEqual(new Date('2022-02-22T19:22:22Z'));
});
