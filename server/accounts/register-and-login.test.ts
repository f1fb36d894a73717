import { expect, it } from 'vitest';
import { codeFor, freeNumber, newcomer, PASSWORD } from '../../test/accounts.ts';
import { cookiesOf, otherThan, post } from '../../test/at-the-door.ts';
import { describeOnBothDatabases } from '../../test/harness.ts';

describeOnBothDatabases('registering with a code', (world) => {
  const register = (body: object, headers: Record<string, string> = {}) =>
    post(world(), '/register-with-otp', headers, body);

  it('makes a patient with a verified phone, signed in, with a cookie', async () => {
    const phone = freeNumber();
    const given = newcomer(phone, await codeFor(world(), phone), {
      first_name: 'Ada',
      last_name: 'Okafor',
      time_zone: 'Asia/Kolkata',
      locale: 'hi',
    });
    const answer = await register(given, { origin: world().deps.config.publicUrl.origin });
    expect(answer.statusCode, answer.body).toBe(201);
    expect(answer.json()).toMatchObject({
      message: 'Registration successful',
      user: {
        email: given.email,
        phone,
        phone_verified: true,
        role: 'patient',
        time_zone: 'Asia/Kolkata',
        locale: 'hi',
      },
    });
    const cookies = cookiesOf(answer.headers['set-cookie']);
    expect([...cookies.keys()].sort()).toEqual(['anteroom', 'anteroom-device']);
    const me = await world().app.inject({
      url: '/api/me',
      headers: { authorization: `Bearer ${answer.json()['token']}` },
    });
    expect(me.json()).toMatchObject({ phone, phone_verified: true, first_name: 'Ada' });
    const signedIn = await post(world(), '/api/sessions', {}, { email: given.email, password: PASSWORD });
    expect(signedIn.statusCode).toBe(201);
    const [person] = await world().db.query('SELECT email_verified_at FROM people WHERE email = $1', [
      given.email,
    ]);
    expect(person).toEqual({ email_verified_at: null });
  });

  it('cannot make a doctor or an admin', async () => {
    const phone = freeNumber();
    const code = await codeFor(world(), phone);
    expect((await register(newcomer(phone, code, { role: 'admin' }))).statusCode).toBe(400);
  });

  it('tells of an e-mail address that is taken only with a right code, and once for each code', async () => {
    const other = await world().newPerson();
    const phone = freeNumber();
    const code = await codeFor(world(), phone);
    const wrong = await register(newcomer(phone, otherThan(code), { email: other.email }));
    expect(wrong.json()).toMatchObject({ code: 'otp_invalid' });
    const right = await register(newcomer(phone, code, { email: other.email.toUpperCase() }));
    expect(right.statusCode).toBe(409);
    expect(right.json()).toMatchObject({ code: 'email_taken' });
    expect((await register(newcomer(phone, code))).json()).toMatchObject({ code: 'otp_invalid' });
  });

  it('tells of a number that is taken only with a right code', async () => {
    const { phone } = await world().newPerson();
    const code = await codeFor(world(), phone ?? '');
    const wrong = await register(newcomer(phone ?? '', otherThan(code)));
    expect(wrong.json()).toMatchObject({ code: 'otp_invalid' });
    expect((await register(newcomer(phone ?? '', code))).json()).toMatchObject({ code: 'phone_taken' });
  });

  it('refuses a password that anybody would try first, and a zone that is none, and keeps the code', async () => {
    const phone = freeNumber();
    const code = await codeFor(world(), phone);
    for (const more of [{ password: 'Password123' }, { password: phone }, { time_zone: 'Mars/Base' }]) {
      expect((await register(newcomer(phone, code, more))).statusCode).toBe(400);
    }
    expect((await register(newcomer(phone, code))).statusCode).toBe(201);
  });

  it('of one e-mail address by two phones at once makes one account', async () => {
    const email = `both-${freeNumber().slice(1)}@clinic.test`;
    const phones = [freeNumber(), freeNumber()];
    const given = [];
    for (const phone of phones) given.push(newcomer(phone, await codeFor(world(), phone), { email }));
    const answers = await Promise.all(given.map((one) => register(one)));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409]);
  });
});

describeOnBothDatabases('signing in with a code', (world) => {
  const login = (to: string, code: string) => post(world(), '/login-with-otp', {}, { to, otp_code: code });

  it('works with the verified phone and with the verified e-mail address, once for each code', async () => {
    const person = await world().newPerson();
    for (const [to, channel] of [
      [person.phone ?? '', 'sms'],
      [person.email, 'email'],
    ] as const) {
      const code = await codeFor(world(), to, channel);
      const answer = await login(to, code);
      expect(answer.statusCode, answer.body).toBe(200);
      expect(answer.json()).toMatchObject({ user: { id: person.id } });
      expect(cookiesOf(answer.headers['set-cookie']).has('anteroom')).toBe(true);
      expect((await login(to, code)).statusCode).toBe(400);
    }
  });

  it('says that there is no account to whom has the address, and lets them register with the same code', async () => {
    const phone = freeNumber();
    const code = await codeFor(world(), phone);
    expect((await login(phone, otherThan(code))).json()).toMatchObject({ code: 'otp_invalid' });
    const answer = await login(phone, code);
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ code: 'account_missing' });
    expect((await login(phone, code)).statusCode).toBe(400);
    const registered = await post(world(), '/register-with-otp', {}, newcomer(phone, code));
    expect(registered.statusCode).toBe(201);
  });

  it('does not take a number or an address that was never verified', async () => {
    const person = await world().newPerson({ phoneVerified: false });
    const code = await codeFor(world(), person.phone ?? '');
    expect((await login(person.phone ?? '', code)).json()).toMatchObject({ code: 'account_missing' });
  });

  it('lets a known device in while strangers have locked the others out', async () => {
    const { phone } = await world().newPerson();
    const to = phone ?? '';
    const origin = world().deps.config.publicUrl.origin;
    const first = await post(
      world(),
      '/login-with-otp',
      { origin },
      { to, otp_code: await codeFor(world(), to) },
    );
    const device = cookiesOf(first.headers['set-cookie']).get('anteroom-device');
    const headers = { origin, cookie: `anteroom-device=${device}` };
    for (let round = 0; round < 2; round += 1) {
      const code = await codeFor(world(), to);
      for (let tries = 0; tries < 5; tries += 1) await login(to, otherThan(code));
    }
    await world().db.query('DELETE FROM otp_sends');
    expect((await post(world(), '/send-otp', {}, { to })).statusCode).toBe(429);
    expect((await post(world(), '/send-otp', headers, { to })).statusCode).toBe(200);
  });
});
