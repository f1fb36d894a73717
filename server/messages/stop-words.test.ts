import { expect, it } from 'vitest';
import { readStopWord } from './stop-words.ts';

it.each([
  ...['STOP', 'stop', ' Stop.\n', '“STOP”', 'StopAll', 'STOP  ALL', 'UNSUBSCRIBE', 'cancel', 'End', 'QUIT!'],
  ...['revoke', 'Opt out', 'BAJA', 'baja.', 'No más', 'बंद', 'बंद करें।', 'بند', 'بند کریں۔', '\u200Fبند\u200F'],
])('%j says no more', (text) => {
  expect(readStopWord(text)).toBe('stop');
});

it.each(['START', 'start', 'Unstop', 'YES!', 'Sí', 'alta', 'शुरू', 'हाँ', 'شروع', 'ہاں'])(
  '%j says again',
  (text) => {
    expect(readStopWord(text)).toBe('start');
  },
);

it.each([
  ...[
    '',
    ' ',
    'Please stop',
    'stop it',
    'Can I cancel my visit?',
    'the end',
    'yesterday',
    'Yes, I will come',
  ],
  ...['stopp', 'S T O P', 'बंद है क्या?', `stop${' '.repeat(100)}stop`, '123456'],
])('%j says neither', (text) => {
  expect(readStopWord(text)).toBeNull();
});
