import { createHash } from 'node:crypto';

const SID_DIGITS = 32;

/**
 * The id of a room whose provider gives it none: made of the room's name, so that it is the same whenever it
 * is asked and another after a move. Older clients know such ids by Twilio's form, `RM` and 32 digits.
 */
export const roomSid = (room: string): string =>
  `RM${createHash('sha256').update(room).digest('hex').slice(0, SID_DIGITS)}`;
