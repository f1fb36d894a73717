import { expect, it } from 'vitest';
import { codeFor, freeNumber, messageOf, newcomer } from '../../test/accounts.ts';
import { cookiesOf, otherThan, post } from '../../test/at-the-door.ts';
import { codeIn, describeOnBothDatabases } from '../../test/harness.ts';
import { createApp } from '../app.ts';

const AT_ONCE = 1_000;

const count = (statuses: readonly number[]): Record<number, number> =>
  Object.fromEntries(
    [...new Set(statuses)].sort().map((status) => [status, statuses.filter((one) => one === status).length]),
  );

describeOnBothDatabases('codes of accounts', (world) => {
  const verify = (to: string, code: string, headers: Record<string, string> = {}) =>
    post(world(), '/verify-otp', headers, { to, code });

  it.each(['sms', 'whatsapp', 'voice'] as const)('are sent by %s and shown to be right', async (channel) => {
    const to = freeNumber();
    const sent = await post(world(), '/send-otp/', {}, { to, channel });
    expect(sent.json()).toMatchObject({
      message: `OTP sent successfully via ${channel}`,
      status: 'pending',
      to,
      channel,
      expires_in: 600,
      resend_in: 60,
    });
    const message = await messageOf(world(), sent.json()['delivery_id']);
    expect(message).toMatchObject({ to, channel });
    const answer = await verify(to, codeIn(message));
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({ message: 'OTP verified successfully', status: 'approved', valid: true });
  });

  it('are sent to an e-mail address, in any case', async () => {
    const code = await codeFor(world(), 'Someone@Clinic.Test', 'email');
    expect((await verify('someone@clinic.test', code)).statusCode).toBe(200);
  });

  it('are refused for what is no number', async () => {
    const wrong = await post(world(), '/send-otp', {}, { to: `+12${'3'.repeat(20)}` });
    expect(wrong.statusCode).toBe(400);
    expect(wrong.json()).toMatchObject({ code: 'phone_invalid', error: 'Invalid phone number' });
  });

  it('that are wrong are answered with valid false', async () => {
    const to = freeNumber();
    const code = await codeFor(world(), to);
    const answer = await verify(to, otherThan(code));
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({
      valid: false,
      code: 'otp_invalid',
      error: 'Invalid or expired OTP',
    });
  });

  it('are not shown a second time', async () => {
    const to = freeNumber();
    const code = await codeFor(world(), to);
    expect((await verify(to, code)).statusCode).toBe(200);
    expect((await verify(to, code)).statusCode).toBe(400);
  });

  it('that were shown, are used once more to register, and then are spent', async () => {
    const to = freeNumber();
    const code = await codeFor(world(), to);
    await verify(to, code);
    const registered = await post(world(), '/register-with-otp', {}, newcomer(to, code));
    expect(registered.statusCode, registered.body).toBe(201);
    const again = await post(
      world(),
      '/register-with-otp',
      {},
      newcomer(to, code, { email: 'again@clinic.test' }),
    );
    expect(again.statusCode).toBe(400);
  });

  it('that were shown, sign nobody in', async () => {
    const { phone } = await world().newPerson();
    const code = await codeFor(world(), phone ?? '');
    await verify(phone ?? '', code);
    const answer = await post(world(), '/login-with-otp', {}, { to: phone ?? '', otp_code: code });
    expect(answer.json()).toMatchObject({ status: 400, code: 'otp_invalid' });
  });

  it('leave a try to register even where the fifth was the right one, and no sixth wrong one', async () => {
    const to = freeNumber();
    const code = await codeFor(world(), to);
    for (let tries = 0; tries < 4; tries += 1) await verify(to, otherThan(code));
    expect((await verify(to, code)).statusCode).toBe(200);
    expect((await post(world(), '/register-with-otp', {}, newcomer(to, code))).statusCode).toBe(201);
    const other = freeNumber();
    const second = await codeFor(world(), other);
    for (let tries = 0; tries < 5; tries += 1) await verify(other, otherThan(second));
    expect((await verify(other, second)).statusCode).toBe(400);
  });

  it('of another address are as good as none', async () => {
    const [to, other] = [freeNumber(), freeNumber()];
    const code = await codeFor(world(), to);
    expect((await verify(other, code)).statusCode).toBe(400);
    expect((await post(world(), '/register-with-otp', {}, newcomer(other, code))).statusCode).toBe(400);
  });

  it('count wrong ones for the person, over both of their addresses, and pause after ten', async () => {
    const person = await world().newPerson();
    for (const [to, channel] of [
      [person.phone ?? '', 'sms'],
      [person.email, 'email'],
    ] as const) {
      const code = await codeFor(world(), to, channel);
      for (let tries = 0; tries < 5; tries += 1) await verify(to, otherThan(code));
    }
    await world().db.query('DELETE FROM otp_sends');
    const answer = await post(world(), '/send-otp', {}, { to: person.phone });
    expect(answer.statusCode).toBe(429);
    expect(answer.json()).toMatchObject({ code: 'otp_locked' });
  });

  it('mark a browser as a known device, and no other client', async () => {
    const to = freeNumber();
    const browser = { origin: world().deps.config.publicUrl.origin };
    const marked = await verify(to, await codeFor(world(), to), browser);
    expect(cookiesOf(marked.headers['set-cookie']).has('anteroom-device')).toBe(true);
    const plain = await verify(to, await codeFor(world(), to));
    expect(plain.headers['set-cookie']).toBeUndefined();
    const foreign = await post(world(), '/send-otp', { origin: 'https://elsewhere.test' }, { to });
    expect(foreign.json()).toMatchObject({ code: 'origin_refused' });
  });

  it('given right a thousand times at once are shown once, and used to register once', async () => {
    const to = freeNumber();
    const code = await codeFor(world(), to);
    const shown = await Promise.all(Array.from({ length: AT_ONCE }, () => verify(to, code)));
    expect(count(shown.map(({ statusCode }) => statusCode))).toEqual({ 200: 1, 400: AT_ONCE - 1 });
    const registered = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, index) =>
        post(
          world(),
          '/register-with-otp',
          {},
          newcomer(to, code, { email: `r${index}-${to.slice(1)}@a.test` }),
        ),
      ),
    );
    expect(count(registered.map(({ statusCode }) => statusCode))).toEqual({ 201: 1, 400: AT_ONCE - 1 });
  });

  it('given wrong a thousand times at once are compared five times', async () => {
    const to = freeNumber();
    const code = await codeFor(world(), to);
    const before = world().pulse.counts.refused;
    await Promise.all(Array.from({ length: AT_ONCE }, () => verify(to, otherThan(code))));
    expect(world().pulse.counts.refused - before).toBe(5);
    expect((await verify(to, code)).statusCode).toBe(400);
  });

  it('for one number, asked for a hundred times in one instant, are one message', async () => {
    const to = freeNumber();
    await world().db.query('DELETE FROM otp_sends');
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => post(world(), '/send-otp', {}, { to })),
    );
    expect(count(answers.map(({ statusCode }) => statusCode))).toEqual({ 200: 1, 429: 99 });
    expect(
      Number(answers.find(({ statusCode }) => statusCode === 429)?.headers['retry-after']),
    ).toBeGreaterThan(50);
    await expect.poll(() => world().messenger.sent.filter((message) => message.to === to).length).toBe(1);
  });
});

describeOnBothDatabases(
  'where one country is served',
  (world) => {
    it('a way that nothing is configured for is said to be so', async () => {
      const { deps } = world();
      const app = await createApp({ ...deps, dispatcher: { ...deps.dispatcher, channels: ['email'] } }, null);
      const answer = await post({ ...world(), app }, '/send-otp', {}, { to: freeNumber() });
      await app.close();
      expect(answer.json()).toMatchObject({
        status: 500,
        code: 'not_configured',
        error: 'Twilio not configured',
      });
    });

    it('no code goes to another, and that is written down', async () => {
      const answer = await post(world(), '/send-otp', {}, { to: freeNumber() });
      expect(answer.json()).toMatchObject({ status: 403, code: 'country_refused' });
      expect(await world().db.query('SELECT reason, country FROM otp_blocks')).toEqual([
        { reason: 'country', country: 'US' },
      ]);
    });
  },
  { OTP_COUNTRIES: 'IN' },
);
