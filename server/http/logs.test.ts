import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeIn, openWorld, recordingMessenger, type World } from '../../test/harness.ts';
import { tells } from '../../test/tells.ts';
import { createApp } from '../app.ts';
import type { App } from '../app-type.ts';
import { createLog } from '../log.ts';
import { startDispatcher } from '../messages/start-dispatcher.ts';
import { hashPassword } from '../sessions/passwords.ts';

const PLANTED = {
  email: 'planted-address@clinic.test',
  phone: '+12125550177',
  firstName: 'Plantedfirst',
  lastName: 'Plantedlast',
  password: 'planted password of a test',
  reason: 'planted reason of a visit',
  query: 'planted-query-value',
  unknownEmail: 'planted-stranger@clinic.test',
};

describe.each([{ kind: 'embedded' as const }, { kind: 'server' as const }])('the log ($kind)', ({ kind }) => {
  let world: World & { close: () => Promise<void> };
  let app: App;
  const lines: string[] = [];
  const secrets: string[] = Object.values(PLANTED);

  beforeAll(async () => {
    world = await openWorld(kind);
    const log = createLog('trace', { write: (line) => void lines.push(line) });
    const messenger = recordingMessenger();
    messenger.send = async (message) => {
      world.messenger.sent.push(message);
      if (message.channel === 'email')
        throw new Error(`550 mailbox of <${message.to}> is full: ${message.text}`);
      return { outcome: 'accepted', providerId: message.id, status: 'sent' };
    };
    const dispatcher = startDispatcher({ ...world.deps, log }, [messenger]);
    app = await createApp({ ...world.deps, log, dispatcher }, null);
  });
  afterAll(async () => {
    await app.close();
    await world.close();
  });

  const ask = async (
    method: 'GET' | 'POST' | 'PATCH',
    url: string,
    { token, body, text }: { token?: string; body?: object; text?: string },
  ) =>
    app.inject({
      method,
      url,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(text === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined && text === undefined ? {} : { payload: body ?? text ?? '' }),
    });

  it('holds no code, token, number, address or name after a run with every kind of outcome', async () => {
    const { email, phone, firstName, lastName, password, reason } = PLANTED;
    const passwordHash = await hashPassword(password);
    const doctor = await world.newPerson({ role: 'doctor' });
    const patient = await world.newPerson({ email, phone, firstName, lastName, passwordHash });
    const visit = await world.newAppointment({ doctor, patient, startsAt: new Date(Date.now() + 300_000) });

    const opened = await ask('POST', '/api/sessions', { body: { email, password } });
    expect(opened.statusCode).toBe(201);
    const session = opened.json<{ token: string; refresh_token: string }>();
    const { token } = session;
    secrets.push(token, session.refresh_token, String(opened.headers['set-cookie']).split(/[=;]/)[1] ?? '');
    await ask('POST', '/api/sessions', { body: { email: PLANTED.unknownEmail, password } });
    await ask('POST', '/api/sessions', { body: { email: `a\u0000${email}`, password } });
    await ask('POST', '/api/sessions/refresh', { body: { refresh_token: session.refresh_token } });

    const sent = await ask('POST', `/appointments/${visit}/send-video-otp`, { token });
    expect(sent.statusCode).toBe(200);
    const code = codeIn(world.messenger.sent.at(-1));
    expect(code).toMatch(/^\d{6}$/);
    // What the provider throws holds the address and the code; the message then goes another way.
    const another = await ask('POST', `/appointments/${visit}/send-video-otp`, {
      token,
      body: { channel: 'email' },
    });
    expect(another.statusCode).toBe(200);
    secrets.push(code, codeIn(world.messenger.sent.at(-1)));
    for (const otp of ['000000', code])
      await ask('POST', `/appointments/${visit}/verify-video-otp`, {
        token,
        body: { contact_number: phone, otp_code: otp },
      });

    await ask('PATCH', '/api/me', { token, body: { first_name: `${firstName}` } });
    await ask('PATCH', '/api/me', { token, text: `{"first_name":"${firstName}` });
    await ask('PATCH', '/api/me', { token, text: `{"email":"${email}"}` });
    const made = await ask('POST', '/api/me/calendar-feed', { token });
    const feed = new URL(made.json<{ url: string }>().url).pathname;
    const feedSecret = feed.slice('/calendar/'.length, -'.ics'.length);
    secrets.push(feedSecret);
    expect((await ask('GET', feed, {})).statusCode).toBe(200);
    world.setNow(new Date(Number.NaN));
    expect((await ask('GET', feed, {})).statusCode).toBe(500);
    world.setNow(null);
    await ask('POST', feed, { token });
    for (const mistyped of [`${feed}%`, `/calendar/${feedSecret}`, `/calendar/${feedSecret}.ics.ics`])
      expect((await ask('GET', mistyped, {})).statusCode).toBeGreaterThanOrEqual(400);
    await ask('POST', `/api/appointments/${visit}/cancel`, { token, body: { reason } });
    await ask('GET', `/nowhere/${encodeURIComponent(email)}?x=${PLANTED.query}`, { token });
    await ask('GET', `/%?x=${PLANTED.query}`, { token });
    await ask('GET', `/api/rooms/${PLANTED.query}?y=${email}`, { token });

    const everything = lines.join('');
    expect(lines.length).toBeGreaterThan(10);
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(5);
      expect(tells(everything, secret), secret).toBe(false);
    }
    const { body: metrics } = await app.inject({ method: 'GET', url: '/metrics' });
    for (const secret of secrets) expect(tells(metrics, secret), secret).toBe(false);
  });

  it('says which statement’s failure it was, without what the statement was given', async () => {
    lines.length = 0;
    const { email, phone } = PLANTED;
    app.log.error(
      { err: await world.db.query('SELECT $1::text::integer', [email]).catch((error) => error) },
      'failed',
    );
    app.log.error(
      {
        err: await world.db
          .query('INSERT INTO people (id, email, phone, role) VALUES ($1, $2, $3, $4)', [
            '019bfd1c-0000-7000-8000-000000000000',
            email,
            phone,
            'patient',
          ])
          .catch((error) => error),
      },
      'failed',
    );
    const [cast, duplicate] = lines.map((line) => JSON.parse(line).err);
    expect(cast).toMatchObject({ type: 'DatabaseError', code: '22P02' });
    expect(duplicate).toMatchObject({
      type: 'DatabaseError',
      code: '23505',
      table: 'people',
      constraint: 'people_email_key',
    });
    expect(duplicate.at.length).toBeGreaterThan(0);
    expect(lines.join('')).not.toContain(email);
    expect(lines.join('')).not.toContain(phone);
  });
});
