import { randomBytes } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const LENGTH = 10;

/** Ten random base32 characters, 50 bits: the part of a room's name that nobody can guess. */
export const newRoomKey = (): string =>
  // 256 is a multiple of 32, so every character is equally likely.
  Array.from(randomBytes(LENGTH), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');
