import { expect, test } from 'vitest';
import { waitingLine } from './waiting-line.ts';

const outOf = (isTTY: boolean) => {
  let text = '';
  return {
    out: {
      isTTY,
      write: (more: string) => {
        text += more;
      },
    },
    text: () => text,
  };
};

test('on a terminal one line says who is waited for, never longer than the terminal, and goes at the end', () => {
  const { out, text } = outOf(true);
  const line = waitingLine(out);
  line.show(['SMS over Twilio', 'x'.repeat(100)]);
  expect(text()).toContain('Waiting for: SMS over Twilio');
  expect(text().replace('\r\u001b[2K', '').length).toBeLessThan(80);
  line.above('Clock');
  line.clear();
  expect(text().endsWith('\r\u001b[2K')).toBe(true);
  expect(text()).toContain('\r\u001b[2KClock\n');
});

test('elsewhere there is no such line, and no code of a terminal', () => {
  const { out, text } = outOf(false);
  const line = waitingLine(out);
  line.show(['Clock']);
  line.above('Clock');
  line.clear();
  expect(text()).toBe('Clock\n');
});
