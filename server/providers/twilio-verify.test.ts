import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contractsOrSkip } from '../../test/vendors/contracts.ts';
import { startTwilioFake, type TwilioFake } from '../../test/vendors/twilio-fake.ts';
import { ACCOUNT, twilioConfig } from '../../test/vendors/twilio-world.ts';
import type { VerifyEngine } from '../otp/verify-engine.ts';
import { twilioVerify } from './twilio-verify.ts';

const soon = () => AbortSignal.timeout(5_000);
const other = (code: string): string => code.replace(/^./, (digit) => String((Number(digit) + 1) % 10));

it('needs a service to ask', () => {
  const config = twilioConfig(new URL('http://127.0.0.1:9'), { verifyEngineSid: null });
  expect(() => twilioVerify(config)).toThrow(TypeError);
});

it('is unavailable where nobody answers', async () => {
  const engine = twilioVerify(twilioConfig(new URL('http://127.0.0.1:9')));
  expect(await engine.start('+14155550173', 'sms', 'en', soon())).toEqual({ outcome: 'unavailable' });
  expect(await engine.check('+14155550173', '123456', soon())).toEqual({ outcome: 'unavailable' });
});

contractsOrSkip('Twilio Verify', () => {
  describe('codes over Twilio Verify', () => {
    let fake: TwilioFake;
    let engine: VerifyEngine;
    let number = 14_155_550_200;
    const fresh = (): string => {
      number += 1;
      return `+${number}`;
    };
    beforeAll(async () => {
      fake = await startTwilioFake(ACCOUNT);
      engine = twilioVerify(twilioConfig(fake.url));
    });
    afterAll(async () => {
      await fake.stop();
      expect(fake.violations).toEqual([]);
    });
    const started = async (): Promise<{ to: string; code: string }> => {
      const to = fresh();
      expect(await engine.start(to, 'sms', 'en', soon())).toEqual({ outcome: 'sent' });
      return { to, code: fake.codeFor(to) ?? '' };
    };

    it('are sent, and approved once', async () => {
      const { to, code } = await started();
      expect(await engine.check(to, code, soon())).toEqual({ outcome: 'approved' });
      expect(await engine.check(to, code, soon())).toEqual({ outcome: 'refused' });
    });

    it('are refused when wrong, and the right one still stands', async () => {
      const { to, code } = await started();
      expect(await engine.check(to, other(code), soon())).toEqual({ outcome: 'refused' });
      expect(await engine.check(to, 'abc', soon())).toEqual({ outcome: 'refused' });
      expect(await engine.check(to, code, soon())).toEqual({ outcome: 'approved' });
    });

    it('are refused when expired, and when none was ever sent', async () => {
      const { to, code } = await started();
      fake.expire(to);
      expect(await engine.check(to, code, soon())).toEqual({ outcome: 'refused' });
      expect(await engine.check(fresh(), '123456', soon())).toEqual({ outcome: 'refused' });
    });

    it('are used up after five wrong ones, the right one too', async () => {
      const { to, code } = await started();
      for (let time = 0; time < 5; time += 1) {
        expect(await engine.check(to, other(code), soon())).toEqual({ outcome: 'refused' });
      }
      expect(await engine.check(to, code, soon())).toEqual({ outcome: 'too_many' });
    });

    it('are sent five times and no more', async () => {
      const { to } = await started();
      for (let time = 0; time < 4; time += 1) {
        expect(await engine.start(to, 'sms', 'en', soon())).toEqual({ outcome: 'sent' });
      }
      expect(await engine.start(to, 'sms', 'en', soon())).toEqual({ outcome: 'too_many', retryAfter: null });
    });

    it.each([
      ['sms', '+14155550911'],
      ['voice', '+14155550912'],
      ['whatsapp', '+14155550913'],
      ['email', 'ada@clinic.test'],
    ] as const)('go over %s, and are checked there', async (channel, to) => {
      expect(await engine.start(to, channel, 'es', soon())).toEqual({ outcome: 'sent' });
      expect(await engine.check(to, fake.codeFor(to) ?? '', soon())).toEqual({ outcome: 'approved' });
    });

    it('are sent in the language of the number where the vendor lacks the person’s', async () => {
      const before = fake.requests.length;
      expect(await engine.start(fresh(), 'sms', 'ur', soon())).toEqual({ outcome: 'sent' });
      expect(fake.requests.slice(before)).toEqual(['POST CreateVerification', 'POST CreateVerification']);
    });

    it.each([
      [60200, 400, { outcome: 'address_invalid' }],
      [60205, 403, { outcome: 'address_invalid' }],
      [21211, 400, { outcome: 'address_invalid' }],
      [60203, 429, { outcome: 'too_many', retryAfter: 9 }],
      [20429, 429, { outcome: 'too_many', retryAfter: 9 }],
      [60410, 403, { outcome: 'blocked' }],
      [60605, 403, { outcome: 'blocked' }],
      [21610, 400, { outcome: 'blocked' }],
      [20404, 404, { outcome: 'unavailable' }],
      [20003, 401, { outcome: 'unavailable' }],
      [60999, 400, { outcome: 'unavailable' }],
      [20500, 500, { outcome: 'unavailable' }],
    ])('that end with %i of the vendor are told of truthfully', async (code, status, outcome) => {
      const to = fresh();
      fake.behave({ as: 'refuse', status, code, ...(status === 429 ? { retryAfter: 9 } : {}) }, to);
      expect(await engine.start(to, 'sms', 'en', soon())).toEqual(outcome);
    });

    it.each([
      [60202, 429, { outcome: 'too_many' }],
      [20404, 404, { outcome: 'refused' }],
      [60200, 400, { outcome: 'refused' }],
      [20429, 429, { outcome: 'unavailable' }],
      [20003, 401, { outcome: 'unavailable' }],
      [20503, 503, { outcome: 'unavailable' }],
    ])('whose check ends with %i are never taken for right', async (code, status, outcome) => {
      const to = fresh();
      fake.behave({ as: 'refuse', status, code }, to);
      expect(await engine.check(to, '123456', soon())).toEqual(outcome);
    });

    it('are approved by `status` alone: `valid` says nothing, and nothing else says yes', async () => {
      const sid = `VE${'3d'.repeat(16)}`;
      const answers = [
        [{ sid, status: 'pending', valid: true }, 'refused'],
        [{ sid, status: 'Approved', valid: true }, 'refused'],
        [{ sid, status: 'expired', valid: true }, 'refused'],
        [{ sid, status: 'max_attempts_reached', valid: true }, 'too_many'],
        [{ sid, status: 'approved', valid: false }, 'approved'],
        [{ status: 'approved', valid: true }, 'unavailable'],
        [{}, 'unavailable'],
        [null, 'unavailable'],
      ] as const;
      for (const [body, outcome] of answers) {
        const to = fresh();
        fake.behave({ as: 'garbage', status: 200, body: JSON.stringify(body) }, to);
        expect(await engine.check(to, '123456', soon()), JSON.stringify(body)).toEqual({ outcome });
      }
    });

    it('are unavailable, and never a yes, when the vendor hangs, cuts or talks nonsense', async () => {
      for (const as of ['hang', 'reset', 'garbage'] as const) {
        const to = fresh();
        fake.behave({ as }, to);
        const signal = () => AbortSignal.timeout(300);
        expect(await engine.start(to, 'sms', 'en', signal()), as).toEqual({ outcome: 'unavailable' });
        expect(await engine.check(to, '123456', signal()), as).toEqual({ outcome: 'unavailable' });
      }
    });
  });
});
