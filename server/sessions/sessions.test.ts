import { createSecretKey, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import { expect, it } from 'vitest';
import { describeOnBothDatabases, type World } from '../../test/harness.ts';
import { keepSessionsAlive } from './keep-sessions-alive.ts';
import { hashPassword } from './passwords.ts';

const PASSWORD = 'a long and quiet evening';
const ORIGIN = 'http://localhost:5002';

const newcomer = async (world: World) =>
  world.newPerson({ passwordHash: await hashPassword(PASSWORD), firstName: 'Noor', lastName: 'Haddad' });

const signIn = (world: World, email: string, password: string, headers: Record<string, string> = {}) =>
  world.app.inject({ method: 'POST', url: '/api/sessions', payload: { email, password }, headers });

const me = (world: World, headers: Record<string, string>) =>
  world.app.inject({ method: 'GET', url: '/api/me', headers });

const cookieOf = (setCookie: string | string[] | undefined): string => String(setCookie).split(';')[0] ?? '';

describeOnBothDatabases('sessions', (world) => {
  it('opens one with e-mail and password, for a token and for a browser', async () => {
    const person = await newcomer(world());
    const answer = await signIn(world(), person.email.toUpperCase(), PASSWORD);
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toEqual({
      token: expect.any(String),
      expires_in: 900,
      refresh_token: expect.any(String),
      user: {
        id: person.id,
        email: person.email,
        phone: person.phone,
        first_name: 'Noor',
        last_name: 'Haddad',
        role: 'patient',
        time_zone: 'UTC',
        locale: 'en',
      },
    });
    expect(answer.headers['set-cookie']).toMatch(/^anteroom=[\w-]{43}; .*HttpOnly; SameSite=Lax$/);
    expect(answer.headers['cache-control']).toBe('no-store');
    const byToken = await me(world(), { authorization: `Bearer ${answer.json<{ token: string }>().token}` });
    const byCookie = await me(world(), { cookie: cookieOf(answer.headers['set-cookie']) });
    expect(byToken.json()).toMatchObject({ id: person.id, phone_verified: true });
    expect(byCookie.json()).toEqual(byToken.json());
  });

  it('answers a wrong password and an unknown address alike', async () => {
    const person = await newcomer(world());
    const wrong = await signIn(world(), person.email, 'something else');
    const unknown = await signIn(world(), 'nobody@clinic.test', PASSWORD);
    expect(wrong.statusCode).toBe(401);
    expect(wrong.body).toBe(unknown.body);
    expect(wrong.json()).toMatchObject({ code: 'credentials_wrong' });
    expect(wrong.headers['content-type']).toContain('application/problem+json');
  });

  it('pauses sign-in for an account after ten wrong passwords from one network, and says for how long', async () => {
    const person = await newcomer(world());
    for (let tries = 0; tries < 10; tries += 1) await signIn(world(), person.email, 'guess');
    const paused = await signIn(world(), person.email, PASSWORD);
    expect(paused.statusCode).toBe(429);
    expect(Number(paused.headers['retry-after'])).toBeGreaterThan(0);
    await world().db.query('DELETE FROM sign_in_failures');
  });

  it('refuses every token that is not its own, whole and in time', async () => {
    const person = await newcomer(world());
    const { accessToken, sessionId } = await world().signIn(person);
    const [header = '', payload = '', signature = ''] = accessToken.split('.');
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const { jwt } = world().deps.keys;
    const signed = (key: KeyObject, typ: string, sid: string, expires: string) =>
      new SignJWT({ sid })
        .setProtectedHeader({ alg: 'HS256', typ })
        .setIssuer('anteroom')
        .setAudience('anteroom')
        .setSubject(person.id)
        .setIssuedAt()
        .setExpirationTime(expires)
        .sign(key);
    const bad = [
      '',
      'garbage',
      `${encode({ alg: 'none', typ: 'at+jwt' })}.${payload}.`,
      `${encode({ alg: 'none', typ: 'at+jwt' })}.${payload}.${signature}`,
      `${header}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
      `${header}.${encode({ sid: sessionId, sub: person.id, iss: 'anteroom', aud: 'anteroom', exp: 9e9, iat: 1 })}.${signature}`,
      await signed(createSecretKey(new Uint8Array(32)), 'at+jwt', sessionId, '1h'),
      await signed(jwt, 'JWT', sessionId, '1h'),
      await signed(jwt, 'at+jwt', sessionId, '-1s'),
      await signed(jwt, 'at+jwt', 'not-a-session', '1h'),
    ];
    for (const token of bad) {
      const answer = await me(world(), { authorization: `Bearer ${token}` });
      expect(answer.statusCode).toBe(401);
      expect(answer.json()).toMatchObject({ code: 'unauthorized', error: 'Please log in' });
    }
    expect(
      (await me(world(), { authorization: `Bearer ${await signed(jwt, 'at+jwt', sessionId, '1h')}` }))
        .statusCode,
    ).toBe(200);
  });

  it('ends at once, for its token, its cookie and its refresh token', async () => {
    const person = await newcomer(world());
    const session = await world().signIn(person);
    const out = await world().app.inject({
      method: 'DELETE',
      url: '/api/sessions/current',
      headers: session.headers,
    });
    expect(out.statusCode).toBe(204);
    expect((await me(world(), session.headers)).statusCode).toBe(401);
    expect((await me(world(), { cookie: session.browser.cookie })).statusCode).toBe(401);
    const refreshed = await world().app.inject({
      method: 'POST',
      url: '/api/sessions/refresh',
      payload: { refresh_token: session.refreshToken },
    });
    expect(refreshed.statusCode).toBe(401);
  });

  it('ends after an hour without a request for a doctor, and after a day in any case', async () => {
    const doctor = await world().newPerson({ role: 'doctor' });
    const session = await world().signIn(doctor);
    const shift = (column: 'seen_at' | 'expires_at', by: string) =>
      world().db.query(`UPDATE sessions SET ${column} = now() + $2::interval WHERE id = $1`, [
        session.sessionId,
        by,
      ]);
    await shift('seen_at', '-59 minutes');
    expect((await me(world(), session.headers)).statusCode).toBe(200);
    await shift('seen_at', '-61 minutes');
    expect((await me(world(), session.headers)).statusCode).toBe(401);
    await shift('seen_at', '0');
    await shift('expires_at', '-1 second');
    expect((await me(world(), session.headers)).statusCode).toBe(401);
  });

  it.each(['headers', 'browser'] as const)('is not used by what nobody caused (%s)', async (kind) => {
    const session = await world().signIn(await world().newPerson({ role: 'doctor' }));
    const asks = async (more: Record<string, string>): Promise<number> =>
      (await me(world(), { ...session[kind], ...more })).statusCode;
    const later = (minutes: number) =>
      world().db.query(`UPDATE sessions SET seen_at = seen_at - $2 * interval '1 minute' WHERE id = $1`, [
        session.sessionId,
        minutes,
      ]);
    const byItself = { 'x-anteroom-unattended': '1' };
    await later(40);
    expect(await asks({})).toBe(200);
    await later(40);
    expect(await asks(byItself)).toBe(200);
    await later(25);
    expect(await asks({})).toBe(401);
  });

  it('does not end as idle while a call is open in it', async () => {
    const doctor = await world().newPerson({ role: 'doctor' });
    const session = await world().signIn(doctor);
    await world().db.query(`UPDATE sessions SET seen_at = now() - interval '59 minutes' WHERE id = $1`, [
      session.sessionId,
    ]);
    await keepSessionsAlive(world().deps, [session.sessionId]);
    await world().db.query(`UPDATE sessions SET seen_at = seen_at - interval '59 minutes' WHERE id = $1`, [
      session.sessionId,
    ]);
    expect((await me(world(), session.headers)).statusCode).toBe(200);
  });

  it('rotates the refresh token, and ends the session when an old one comes back', async () => {
    const person = await newcomer(world());
    const { refreshToken } = await world().signIn(person);
    const refresh = (token: string) =>
      world().app.inject({
        method: 'POST',
        url: '/api/sessions/refresh/',
        payload: { refresh_token: token },
      });
    const first = await refresh(refreshToken);
    expect(first.statusCode).toBe(200);
    const { token, refresh_token: next } = first.json<{ token: string; refresh_token: string }>();
    expect(next).not.toBe(refreshToken);
    expect((await me(world(), { authorization: `Bearer ${token}` })).statusCode).toBe(200);
    expect((await refresh(refreshToken)).statusCode).toBe(401);
    expect((await me(world(), { authorization: `Bearer ${token}` })).statusCode).toBe(401);
    expect((await refresh(next)).statusCode).toBe(401);
  });

  it('gives one of many that use a refresh token at once a new one', async () => {
    const person = await newcomer(world());
    const { refreshToken } = await world().signIn(person);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        world().app.inject({
          method: 'POST',
          url: '/api/sessions/refresh',
          payload: { refresh_token: refreshToken },
        }),
      ),
    );
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
  });

  it('renews a browser’s cookie without a body, for its own pages only', async () => {
    const person = await newcomer(world());
    const { browser } = await world().signIn(person);
    const foreign = await world().app.inject({
      method: 'POST',
      url: '/api/sessions/refresh',
      headers: { ...browser, origin: 'https://evil.example' },
    });
    expect(foreign.statusCode).toBe(403);
    const own = await world().app.inject({ method: 'POST', url: '/api/sessions/refresh', headers: browser });
    expect(own.statusCode).toBe(200);
    expect((await me(world(), { cookie: browser.cookie })).statusCode).toBe(401);
    expect((await me(world(), { cookie: cookieOf(own.headers['set-cookie']) })).statusCode).toBe(200);
  });

  it('lets a cookie change things from its own pages only', async () => {
    const person = await newcomer(world());
    const { browser, headers } = await world().signIn(person);
    const rename = (more: Record<string, string>) =>
      world().app.inject({ method: 'PATCH', url: '/api/me', payload: { first_name: 'Nour' }, headers: more });
    for (const origin of ['https://evil.example', 'null', 'http://localhost:5002.evil.example']) {
      const answer = await rename({ cookie: browser.cookie, origin });
      expect(answer.statusCode).toBe(403);
      expect(answer.json()).toMatchObject({ code: 'origin_refused' });
    }
    expect((await rename({ cookie: browser.cookie })).statusCode).toBe(403);
    expect((await rename({ cookie: browser.cookie, origin: ORIGIN })).statusCode).toBe(200);
    expect((await rename(headers)).statusCode).toBe(200);
    expect(
      (await signIn(world(), person.email, PASSWORD, { origin: 'https://evil.example' })).statusCode,
    ).toBe(403);
  });
});

describeOnBothDatabases('one’s own profile', (world) => {
  it('changes what is given and keeps the rest', async () => {
    const person = await world().newPerson();
    const { headers } = await world().signIn(person);
    const patch = (payload: object) =>
      world().app.inject({ method: 'PATCH', url: '/api/me/', payload, headers });
    const answer = await patch({ time_zone: 'Asia/Kolkata', locale: 'hi', channels: ['email'] });
    expect(answer.json()).toMatchObject({
      time_zone: 'Asia/Kolkata',
      locale: 'hi',
      channels: ['email'],
      first_name: person.firstName,
    });
  });

  it.each([
    [{ time_zone: 'Mars/Olympus' }, 'time_zone_unknown'],
    [{ time_zone: '+05:30' }, 'time_zone_unknown'],
    [{ locale: 'fr' }, 'invalid_request'],
    [{ first_name: 'two\r\nlines' }, 'invalid_request'],
    [{ first_name: 7 }, 'invalid_request'],
    [{ role: 'admin' }, 'invalid_request'],
    [JSON.parse('{"__proto__":{"role":"admin"}}'), 'invalid_request'],
  ])('refuses %j', async (payload, code) => {
    const { headers } = await world().signIn(await world().newPerson());
    const answer = await world().app.inject({
      method: 'PATCH',
      url: '/api/me',
      headers: { ...headers, 'content-type': 'application/json' },
      payload: JSON.stringify(payload, null, 1).replace('{}', '{"__proto__":{"role":"admin"}}'),
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({
      code,
      status: 400,
      error: expect.any(String),
      type: expect.any(String),
      title: expect.any(String),
    });
  });
});
