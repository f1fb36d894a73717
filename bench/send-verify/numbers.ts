/** How many people are known on both sides, each with a number in a prefix of its own as far as they last. */
export const PEOPLE = 20_480;
export const CALLERS = 64;
export const POOL = 16;

/** Possible numbers of one country, spread over prefixes: limits on those are not what is measured. */
export const numberOf = (index: number): string =>
  `+9198${String((index * 7_919 + Math.floor(index / 10_000)) % 10_000).padStart(4, '0')}${String(index % 10_000).padStart(4, '0')}`;
