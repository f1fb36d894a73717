import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { typedName } from './typed-name.ts';

describe('a typed name in a message', () => {
  it.each([
    ['Amara Okafor', 'Amara Okafor'],
    ['  Anneliese   Mehta ', 'Anneliese Mehta'],
    ["Siobhán O'Neill-Ní Bhriain", "Siobhán O'Neill-Ní Bhriain"],
    ['A.B. Rao', 'A. B. Rao'],
    ['आरव शर्मा', 'आरव शर्मा'],
    ['प्रज्‍ञा', 'प्रज्‍ञा'],
    ['عائشہ‌ خان', 'عائشہ‌ خان'],
    ['Henry 8', 'Henry 8'],
    ['', ''],
    ['Maria '.repeat(20), 'Maria '.repeat(10).trim()],
  ])('%j reads as %j', (typed, reads) => {
    expect(typedName(typed)).toBe(reads);
  });

  it.each([
    ['http://evil.example/x', 'http evil. example x'],
    ['evil.com', 'evil. com'],
    ['www.evil.com/pay?now', 'www. evil. com pay?now'],
    ['evil。com', 'evil. com'],
    ['evil．com', 'evil. com'],
    ['thief@evil.com', 'thief evil. com'],
    ['mailto:thief', 'mailto thief'],
    ['\\\\evil\\share', 'evil share'],
    ['Call +1 (900) 555-0199', 'Call + () -'],
    ['९८७६५४३२१०', ''],
  ])('%j is no link, and becomes %j', (typed, reads) => {
    expect(typedName(typed)).toBe(reads);
  });

  it.each([
    'Amara\r\nBcc: x',
    'Amara\u2028x',
    'Amara\u202Ex',
    'Amara\u2066x',
    'Ama\u0000ra',
    'Ama\u200Bra',
    'x\uD800',
  ])('%j stays one line that runs as it was written', (typed) => {
    expect(typedName(typed)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069]/u);
    expect(typedName(typed).isWellFormed()).toBe(true);
  });

  it('is bounded, never a link, and the same when it is read twice, whatever was typed', () => {
    const pieces = fc.constantFrom(
      '.',
      'com',
      '://',
      'www',
      '@',
      '5',
      '٥',
      '\n',
      '\u202E',
      'अ',
      ' ',
      '。',
      '／',
      '\u200D',
    );
    const typed = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 90 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(typed, (name) => {
        const reads = typedName(name);
        expect([...reads].length).toBeLessThanOrEqual(60);
        expect(reads).not.toMatch(/[.。．｡․‥…]\S|[/\\:@\r\n]/u);
        expect(reads.match(/\p{Nd}/gu)?.length ?? 0).toBeLessThan(5);
        expect(typedName(reads)).toBe(reads);
      }),
      { numRuns: 500 },
    );
  });
});
