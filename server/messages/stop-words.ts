import type { Word } from './word-rows.ts';

/**
 * What stands for "no more" and for "again", where it is the whole message. English: the words that carriers
 * and Twilio know, and those that the FCC asks to be understood (47 CFR 64.1200(a)(10)); the others are what people write
 * in the languages that our messages are in.
 */
const STOP = new Set([
  ...['stop', 'stopall', 'stop all', 'unsubscribe', 'cancel', 'end', 'quit', 'revoke', 'optout', 'opt out'],
  ...['baja', 'alto', 'parar', 'cancelar', 'no más', 'no mas'],
  ...['बंद', 'बंद करो', 'बंद करें', 'रोको', 'रोकें'],
  ...['بند', 'بند کرو', 'بند کریں', 'روکو', 'روکیں'],
]);
const START = new Set([
  ...['start', 'unstop', 'yes'],
  ...['alta', 'iniciar', 'sí', 'si'],
  ...['शुरू', 'शुरू करो', 'शुरू करें', 'हाँ', 'हां'],
  ...['شروع', 'شروع کرو', 'شروع کریں', 'ہاں'],
]);

/** Without case, quotes, closing marks and doubled spaces; accents and vowel signs in their composed form. */
const plain = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s\u00A0\u200B-\u200F\uFEFF]+/gu, ' ')
    .replace(/^[\s"'“”‘’«»¡]+|[\s"'“”‘’«».!?…।۔]+$/gu, '');

/** Null for anything else, also for a sentence that holds one of the words. */
export const readStopWord = (text: string): Word | null => {
  if (text.length > 64) return null;
  const said = plain(text);
  if (STOP.has(said)) return 'stop';
  return START.has(said) ? 'start' : null;
};
