import { describe, expect, test } from 'vitest';
import { fault, ok, warning } from './check.ts';
import { asJson, blockOf, closingOf, type Paint } from './report.ts';

const plain: Paint = (_, text) => text;
const LONG = 'word '.repeat(60).trim();
const CHECKED = [
  { name: 'Clock', findings: [ok('It is right.')] },
  { name: 'Relay (TURN)', findings: [warning(LONG, LONG), fault('It is wrong.', 'Put it right.')] },
];

describe('the report', () => {
  test('fits into 80 columns, with what to do under what is so', () => {
    const lines = CHECKED.flatMap((checked) => blockOf(checked, plain).split('\n'));
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    expect(lines.slice(0, 3)).toEqual(['Clock', '  ok     It is right.', 'Relay (TURN)']);
    expect(lines.slice(-2)).toEqual(['  FAULT  It is wrong.', '         → Put it right.']);
  });

  test('leaves a word that is longer than a line whole, so that an address can be copied', () => {
    const address = `turn:${'a'.repeat(100)}`;
    expect(blockOf({ name: 'Relay', findings: [ok(`${address} relays.`)] }, plain)).toContain(address);
  });

  test.each([
    [[CHECKED[0]], 'No faults.'],
    [CHECKED, '1 fault to put right, and 1 thing to look at.'],
    [
      [{ name: 'Clock', findings: [warning('a', 'b'), warning('a', 'b')] }],
      'No faults, and 2 things to look at.',
    ],
  ])('ends with how it stands (%#)', (checked, words) => {
    expect(
      closingOf(
        checked.filter((one) => one !== undefined),
        [],
      ),
    ).toBe(words);
  });

  test('says what is not configured', () => {
    expect(closingOf([], ['WhatsApp', 'Jitsi'])).toContain('Not configured, so not asked: WhatsApp, Jitsi.');
  });

  test('is one object for machines', () => {
    expect(JSON.parse(asJson(CHECKED, ['Jitsi']))).toEqual({
      ok: false,
      faults: 1,
      warnings: 1,
      checks: CHECKED,
      notConfigured: ['Jitsi'],
    });
  });
});
