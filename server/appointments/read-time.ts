import { Problem } from '../problem.ts';

const TO_SECONDS = 19;

const refused = (path: string, message: string): Problem =>
  new Problem('invalid_request', { detail: message, fields: [{ path, message }] });

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
  if (!exists) throw refused(path, 'There is no such day or time.');
  return instant;
};

/** @throws Problem `invalid_request` where the calendar has no such day */
export const assertCalendarDate = (date: string, path: string): void => {
  const instant = new Date(`${date}T00:00:00Z`);
  // PostgreSQL's calendar has no year 0.
  const exists =
    !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date) && !date.startsWith('0000');
  if (!exists) throw refused(path, 'There is no such day.');
};
