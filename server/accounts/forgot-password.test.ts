import { expect, it, vi } from 'vitest';
import { codeFor, freeNumber, newestTo, PASSWORD } from '../../test/accounts.ts';
import { otherThan, post } from '../../test/at-the-door.ts';
import { codeIn, describeOnBothDatabases } from '../../test/harness.ts';

const ASKED = 'If the account exists, a code was sent to its phone.';

describeOnBothDatabases('a forgotten password', (world) => {
  const forgot = (body: object) => post(world(), '/forgot-password-otp', {}, body);

  const resetCode = async (email: string, phone: string): Promise<string> => {
    await world().db.query('DELETE FROM otp_sends');
    const before = world().messenger.sent.length;
    const answer = await forgot({ email, phone });
    expect(answer.json()).toEqual({ message: ASKED, expires_in: 600, resend_in: 60 });
    return codeIn(await newestTo(world(), phone, before));
  };

  const account = async () => {
    const person = await world().newPerson();
    return { person, email: person.email, phone: person.phone ?? '' };
  };

  it('is replaced with eight digits from the phone; every session ends, and the owner is told', async () => {
    const { person, email, phone } = await account();
    const client = await world().signIn(person);
    const code = await resetCode(email, phone);
    expect(code).toMatch(/^\d{8}$/);
    const before = world().messenger.sent.length;
    const answer = await forgot({ email, phone, otp_code: code, new_password: PASSWORD });
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.json()).toEqual({ message: 'Password changed. Please sign in.' });
    expect((await world().app.inject({ url: '/api/me', headers: client.headers })).statusCode).toBe(401);
    expect(await newestTo(world(), email, before)).toMatchObject({ channel: 'email' });
    expect((await post(world(), '/api/sessions', {}, { email, password: PASSWORD })).statusCode).toBe(201);
    const again = await forgot({ email, phone, otp_code: code, new_password: 'another quiet room' });
    expect(again.json()).toMatchObject({ status: 400, code: 'otp_invalid' });
  });

  it('answers alike where there is no account, or another phone, and sends nothing', async () => {
    const { email, phone } = await account();
    const before = world().messenger.sent.length;
    await world().db.query('DELETE FROM otp_sends');
    const pairs = [
      { email: 'nobody@clinic.test', phone: freeNumber() },
      { email, phone: freeNumber() },
      { email: 'nobody@clinic.test', phone },
    ];
    for (const pair of pairs) {
      const answer = await forgot(pair);
      expect([answer.statusCode, answer.json()]).toEqual([
        200,
        { message: ASKED, expires_in: 600, resend_in: 60 },
      ]);
      const tried = await forgot({ ...pair, otp_code: '12345678', new_password: PASSWORD });
      expect(tried.json()).toMatchObject({ status: 400, code: 'otp_invalid' });
      expect((await forgot(pair)).statusCode).toBe(429);
    }
    await new Promise((resolve) => setTimeout(resolve, 400));
    const phones = pairs.map((pair) => pair.phone);
    expect(
      world()
        .messenger.sent.slice(before)
        .filter(({ to }) => phones.includes(to)),
    ).toEqual([]);
  });

  it('does not take a code that was sent for something else, nor lends its own', async () => {
    const { email, phone } = await account();
    const other = await codeFor(world(), phone);
    await resetCode(email, phone);
    const answer = await forgot({ email, phone, otp_code: other, new_password: PASSWORD });
    expect(answer.json()).toMatchObject({ code: 'otp_invalid' });
    const code = await resetCode(email, phone);
    expect((await post(world(), '/login-with-otp', {}, { to: phone, otp_code: code })).statusCode).toBe(400);
    expect((await post(world(), '/verify-otp', {}, { to: phone, code })).statusCode).toBe(400);
  });

  const lastFault = async (): Promise<string | null | undefined> =>
    (
      await world().db.query<{ fault: string | null }>('SELECT fault FROM messages ORDER BY id DESC LIMIT 1')
    )[0]?.fault;

  /** Ten wrong codes. */
  const pauseCodesOf = async (phone: string): Promise<void> => {
    for (let round = 0; round < 2; round += 1) {
      const code = await codeFor(world(), phone);
      for (let tries = 0; tries < 5; tries += 1)
        await post(world(), '/verify-otp', {}, { to: phone, code: otherThan(code) });
    }
  };

  it('does not tell that codes of an account pause, and sends none then', async () => {
    const { email, phone } = await account();
    await pauseCodesOf(phone);
    await world().db.query('DELETE FROM otp_sends');
    expect((await forgot({ email, phone })).json()).toMatchObject({ message: ASKED });
    const tried = await forgot({ email, phone, otp_code: '12345678', new_password: PASSWORD });
    expect(tried.json()).toMatchObject({ code: 'otp_invalid' });
  });

  it('does not tell it by what one has to wait for either', async () => {
    const { email, phone } = await account();
    await pauseCodesOf(phone);
    const stranger = { email: 'nobody@clinic.test', phone };
    for (let round = 0; round < 2; round += 1) {
      await world().db.query('DELETE FROM otp_sends');
      await forgot(stranger);
      for (let tries = 0; tries < 5; tries += 1)
        await forgot({ ...stranger, otp_code: '12345678', new_password: PASSWORD });
    }
    for (const pair of [{ email, phone }, stranger, { email: 'somebody@clinic.test', phone }]) {
      await world().db.query('DELETE FROM otp_sends');
      const before = world().messenger.sent.length;
      const answers = [await forgot(pair), await forgot(pair)];
      expect(
        answers.map(({ statusCode }) => statusCode),
        pair.email,
      ).toEqual([200, 429]);
      expect(world().messenger.sent.length).toBe(before);
    }
  });

  it('has the same wait for another code where the message failed as where there was none', async () => {
    const { email, phone } = await account();
    world().messenger.answer = { outcome: 'refused', fault: 'unreachable' };
    const before = world().messenger.sent.length;
    for (const pair of [
      { email, phone },
      { email: 'nobody@clinic.test', phone },
    ]) {
      await world().db.query('DELETE FROM otp_sends');
      expect((await forgot(pair)).statusCode).toBe(200);
      await newestTo(world(), phone, before);
      await vi.waitFor(async () => expect(await lastFault()).toBe('unreachable'));
      expect((await forgot(pair)).statusCode, pair.email).toBe(429);
    }
    world().messenger.answer = null;
  });

  it('is not replaced with one that anybody would try first, and keeps its code', async () => {
    const { email, phone } = await account();
    const code = await resetCode(email, phone);
    for (const new_password of ['password1', email, 'zzzzzzzzzz'])
      expect((await forgot({ email, phone, otp_code: code, new_password })).json()).toMatchObject({
        code: 'invalid_request',
        fields: [{ path: 'body.new_password', message: 'is too common' }],
      });
    const answer = await forgot({ email, phone, otp_code: code, new_password: PASSWORD });
    expect(answer.statusCode, answer.body).toBe(200);
  });

  it('needs both the code and the new password, and a phone for the code', async () => {
    const { email, phone } = await account();
    for (const more of [{ otp_code: '1' }, { new_password: PASSWORD }, { channel: 'email' }]) {
      const answer = await forgot({ email, phone, ...more });
      expect(answer.json()).toMatchObject({ status: 400, code: 'invalid_request' });
    }
  });
});
