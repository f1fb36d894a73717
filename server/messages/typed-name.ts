/** Control and formatting characters and separators of lines. Two joiners are part of how Hindi and Urdu are written. */
const UNSEEN = /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]--[\u200C\u200D]]+/gv;
/** What an address of any kind can't be without, but for its dots. */
const OF_ADDRESSES = /[/\\:@／＼：＠⁄∕]+/g;
/** Every sign that browsers read as the dot of a host name (UTS #46 §4), with what follows hard upon it. */
const DOT_INSIDE = /[.。．｡․‥…]+(?=\S)/g;
/** No name has more; a telephone number has, and phones make those into links. */
const MOST_DIGITS = 4;
const LONGEST = 60;

const withoutNumbers = (name: string): string =>
  (name.match(/\p{Nd}/gu) ?? []).length > MOST_DIGITS ? name.replace(/\p{Nd}+/gu, '') : name;

/**
 * A name as somebody typed it, fit to stand in a message: one line, of bounded length, and nothing that a phone or
 * a mail reader would make a link of. `evil.com/x` becomes `evil. com x`, and `A.B. Rao` still reads as a name.
 */
export const typedName = (typed: string): string => {
  const line = withoutNumbers(typed.toWellFormed().replace(UNSEEN, ' ').replace(OF_ADDRESSES, ' '))
    .replace(DOT_INSIDE, '. ')
    .replace(/\s+/g, ' ')
    .trim();
  return [...line].slice(0, LONGEST).join('').trim();
};
