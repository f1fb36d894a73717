import { describe, expect, test } from 'vitest';
import { ApiProblem } from '../../api.ts';
import { accountSendTrouble, accountVerifyTrouble } from './account-code-words.ts';
import { waitInWords } from './code-words.ts';
import { sendTrouble, verifyTrouble } from './visit-code-words.ts';

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

  test('codes that are switched off are not taken for somebody else’s visit', () => {
    for (const trouble of [sendTrouble(refused(403, 'otp_off')), verifyTrouble(refused(403, 'otp_off'))]) {
      expect(trouble.way).toBe('close');
      expect(trouble.text).toMatch(/switched off/);
    }
    expect(sendTrouble(refused(403, 'country_refused')).way).toBe('other-way');
  });

  test('too many wrong codes are not taken for too many sent', () => {
    for (const words of [sendTrouble, verifyTrouble, accountSendTrouble, accountVerifyTrouble])
      expect(words(refused(429, 'otp_locked', 900)).text).toBe(
        'Too many wrong codes. Try again in 15 minutes.',
      );
  });

  test('a right code without an account leads to registering', () => {
    expect(accountVerifyTrouble(refused(404, 'account_missing')).way).toBe('register');
  });

  test.each([
    [400, 'phone_invalid', /country code/],
    [403, 'country_refused', /this country/],
    [409, 'email_taken', /account with this e-mail/],
    [409, 'phone_taken', /account with this phone/],
    [429, 'too_many_requests', /less than a minute ago/],
    [500, 'not_configured', /another way/],
    [502, 'send_failed', /another way/],
    [503, 'database_unavailable', /can’t be reached/],
  ] as const)('a code for an account that was not sent, %i %s, has its own words', (status, code, words) => {
    expect(accountSendTrouble(refused(status, code)).text).toMatch(words);
  });

  test('no words show a code name', () => {
    for (const status of [0, 400, 401, 403, 404, 409, 418, 429, 500, 502, 503]) {
      for (const words of [sendTrouble, verifyTrouble, accountSendTrouble, accountVerifyTrouble]) {
        const { text } = words(refused(status, 'x_y'));
        expect(text).not.toMatch(/_|\bOTP\b/);
        expect(text.length).toBeGreaterThan(10);
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
