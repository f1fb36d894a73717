import { describe, expect, test } from 'vitest';
import { ApiProblem } from '../../api.ts';
import { sendTrouble, verifyTrouble, waitInWords } from './code-words.ts';

const refused = (status: number, code: string, retryAfter: number | null = null): ApiProblem =>
  new ApiProblem(status, code, 'detail of the server', retryAfter);

describe('words for a code that was refused', () => {
  test.each([
    [401, 'unauthorized', 'sign-in', /sign in again/i],
    [403, 'forbidden', 'close', /somebody else/],
    [404, 'not_found', 'close', /no longer exists/],
    [409, 'not_joinable', 'close', /can’t be joined/],
  ] as const)('%i says the same on sending and on checking', (status, code, way, words) => {
    for (const trouble of [sendTrouble(refused(status, code)), verifyTrouble(refused(status, code))]) {
      expect(trouble.way).toBe(way);
      expect(trouble.text).toMatch(words);
    }
  });

  test('a code sent a moment ago may still be entered', () => {
    expect(sendTrouble(refused(429, 'too_many', 42)).text).toMatch(/Enter that one/);
  });

  test('a long wait is named', () => {
    expect(sendTrouble(refused(429, 'too_many', 1_800)).text).toMatch(/30 minutes/);
    expect(verifyTrouble(refused(429, 'locked', 900)).text).toMatch(/15 minutes/);
  });

  test('a code that could not be sent leads to another way', () => {
    expect(sendTrouble(refused(502, 'send_failed')).way).toBe('other-way');
  });

  test('a wrong code and a foreign number are told apart', () => {
    expect(verifyTrouble(refused(400, 'otp_invalid')).text).toMatch(/^That code is wrong or has expired/);
    expect(verifyTrouble(refused(400, 'contact_mismatch')).text).toMatch(/phone number/);
  });

  test('no words show a code name', () => {
    for (const status of [0, 400, 401, 403, 404, 409, 418, 429, 500, 502, 503]) {
      for (const trouble of [sendTrouble(refused(status, 'x_y')), verifyTrouble(refused(status, 'x_y'))]) {
        expect(trouble.text).not.toMatch(/_|\bOTP\b/);
        expect(trouble.text.length).toBeGreaterThan(10);
      }
    }
  });

  test.each([
    [1, '1 second'],
    [45, '45 seconds'],
    [61, '2 minutes'],
    [3_600, '60 minutes'],
    [7_200, '2 hours'],
  ])('%i seconds are %s', (seconds, words) => {
    expect(waitInWords(seconds)).toBe(words);
  });
});
