import { Problem } from '../problem.ts';

const TO_SECONDS = 19;

/**
 * An instant of the contract's form (`2025-11-15T11:00:00Z`) that is on the calendar and on the clock.
 * @throws Problem `invalid_request`, for 30 February, 24:00 and a second of 60 too
 */
export const readInstant = (text: string, path: string): Date => {
  const instant = new Date(text);
  // Date rolls what does not exist over into the next day; then the text comes back different.
  const exists =
    !Number.isNaN(instant.getTime()) &&
    instant.toISOString().slice(0, TO_SECONDS) === text.slice(0, TO_SECONDS);
  if (exists) return instant;
  const message = 'There is no such day or time.';
  throw new Problem('invalid_request', { detail: message, fields: [{ path, message }] });
};
