import { expect, it } from 'vitest';
import { readRetryAfter, readWhatsappAnswer } from './whatsapp-answer.ts';

const NOW = Date.parse('2026-03-02T11:00:00Z');
const read = (status: number, text: string, retryAfter: string | null = null) =>
  readWhatsappAnswer({ status, text, retryAfter }, NOW);
const error = (code: number): string => JSON.stringify({ error: { code, message: 'x' } });

it.each([
  ['7', 7],
  [' 120 ', 120],
  ['Mon, 02 Mar 2026 11:00:30 GMT', 30],
  ['Mon, 02 Mar 2026 10:00:00 GMT', 0],
  ['999999999', 86_400],
  ['soon', null],
  [null, null],
])('waits as long as %s says', (header, seconds) => {
  expect(readRetryAfter(header, NOW)).toBe(seconds);
});

it('keeps to what is asked for by whatever error passes', () => {
  expect(read(503, error(131016), '9')).toEqual({
    outcome: 'unavailable',
    fault: 'unavailable',
    retryAfter: 9,
  });
});

it('believes the code and not the status', () => {
  expect(read(500, error(190))).toEqual({ outcome: 'refused', fault: 'credentials_refused' });
  expect(read(200, error(131026))).toEqual({ outcome: 'refused', fault: 'unreachable' });
});

it('knows codes younger than the table by their family', () => {
  expect(read(400, error(132_099))).toEqual({ outcome: 'refused', fault: 'template_refused' });
  expect(read(403, error(294))).toEqual({ outcome: 'refused', fault: 'credentials_refused' });
  expect(read(400, error(999_999))).toEqual({ outcome: 'refused', fault: 'content_refused' });
});

it.each([
  [200, '<html>', { outcome: 'unknown' }],
  [200, '{}', { outcome: 'unknown' }],
  [200, '{"messages":[]}', { outcome: 'unknown' }],
  [200, '{"messages":[{"id":""}]}', { outcome: 'unknown' }],
  [302, '', { outcome: 'unavailable', fault: 'unavailable', retryAfter: null }],
  [401, '', { outcome: 'refused', fault: 'credentials_refused' }],
  [404, 'no such page', { outcome: 'refused', fault: 'not_configured' }],
  [429, '', { outcome: 'unavailable', fault: 'rate_limited', retryAfter: null }],
  [502, '<html>', { outcome: 'unavailable', fault: 'unavailable', retryAfter: null }],
  [504, '<html>', { outcome: 'unknown' }],
])('takes a bare %i with “%s” for what it is', (status, text, sent) => {
  expect(read(status, text)).toEqual(sent);
});
