import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type SignedInClient, type World } from '../../test/harness.ts';
import type { Person } from '../people/person.ts';

const MINUTE_MS = 60_000;

let world: World & { close: () => Promise<void> };
let patient: Person;
let client: SignedInClient;
let visit: string;

beforeAll(async () => {
  world = await openWorld('embedded');
  const doctor = await world.newPerson({ role: 'doctor' });
  patient = await world.newPerson();
  client = await world.signIn(patient);
  visit = await world.newAppointment({ doctor, patient, startsAt: new Date(Date.now() + 5 * MINUTE_MS) });
});
afterAll(() => world.close());

const ask = (method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', url: string, payload?: string | object) =>
  world.app.inject({ method, url, headers: client.headers, ...(payload === undefined ? {} : { payload }) });

const askRaw = (method: 'POST' | 'PATCH', url: string, { type, text }: { type?: string; text?: string }) =>
  world.app.inject({
    method,
    url,
    headers: { ...client.headers, ...(type === undefined ? {} : { 'content-type': type }) },
    ...(text === undefined ? {} : { payload: text }),
  });

describe('every route', () => {
  it.each([
    ['GET', '/api/me'],
    ['GET', '/api/appointments'],
    ['GET', '/api/doctors'],
    ['GET', '/api/video-calls'],
    ['GET', '/healthz'],
    ['GET', '/readyz'],
    ['GET', '/api/appointments/:visit'],
    ['PATCH', '/api/me'],
    ['POST', '/api/sessions'],
    ['POST', '/appointments/:visit/verify-video-otp'],
    ['PATCH', '/api/video-calls/:visit/status'],
  ] as const)('%s %s is the same with a trailing slash', async (method, path) => {
    const url = path.replace(':visit', visit);
    const body = method === 'GET' ? undefined : {};
    const [plain, slashed] = [await ask(method, url, body), await ask(method, `${url}/`, body)];
    expect(plain.statusCode).not.toBe(404);
    expect(slashed.statusCode).toBe(plain.statusCode);
    expect(slashed.body).toBe(plain.body);
  });

  it('keeps the query behind a trailing slash', async () => {
    const answer = await ask('GET', '/api/appointments/?scope=past');
    expect(answer.json()).toEqual({ appointments: [], next_cursor: null });
  });

  it.each([
    ['POST', '/api/sessions', { email: 'a@b.test', password: 'x', admin: true }],
    ['PATCH', '/api/me', { role: 'admin' }],
    ['PATCH', '/api/me', { email: 'other@clinic.test' }],
    ['POST', '/api/appointments', { doctor_id: '0', surprise: 1 }],
    ['POST', '/appointments/:visit/send-video-otp', { to: '+12025550199' }],
    ['POST', '/appointments/:visit/send-video-otp', { contact_number: '+12025550199' }],
    ['POST', '/api/appointments/:visit/cancel', { status: 'COMPLETED' }],
    ['GET', '/api/appointments?person=other', undefined],
  ] as const)('%s %s refuses a field that it does not know: %j', async (method, path, body) => {
    const answer = await ask(method, path.replace(':visit', visit), body);
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(answer.json<{ fields: { path: string }[] }>().fields[0]?.path).toMatch(/^(body|querystring)\./);
  });

  it('does not turn one type into another', async () => {
    for (const body of [{ first_name: 7 }, { channels: 'sms' }, { first_name: null }]) {
      expect((await ask('PATCH', '/api/me', body)).json()).toMatchObject({ code: 'invalid_request' });
    }
  });

  it.each(['/nowhere', '/api/nowhere', '/api/appointments/none/of/that', '/%00', '/../etc/passwd'])(
    '%s is not found, as a problem document',
    async (url) => {
      const answer = await ask('GET', url);
      expect(answer.statusCode).toBe(404);
      expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
      expect(answer.json()).toEqual({
        type: 'urn:anteroom:problem:not_found',
        title: 'Not found',
        status: 404,
        detail: 'There is nothing here.',
        code: 'not_found',
        error: 'There is nothing here.',
      });
    },
  );

  it.each(['/%', '/api/appointments/%E0%A4%A', `/api/rooms/${'x'.repeat(300)}`])(
    '%s is refused, not failed at',
    async (url) => {
      const answer = await ask('GET', url);
      expect([400, 404, 414]).toContain(answer.statusCode);
      expect(answer.headers['content-type']).toContain('application/problem+json');
    },
  );

  it.each([
    ['{"first_name": "Ada"', 'cut off'],
    ['first_name=Ada', 'no JSON'],
    ['"text"', 'no object'],
    ['[]', 'a list'],
    ['null', 'nothing'],
    ['{"__proto__": {"admin": true}}', 'a prototype'],
    ['{"first_name": "A", "__proto__": {"x": 1}}', 'a prototype beside a field'],
    ['{"constructor": {"prototype": {"x": 1}}}', 'a constructor’s prototype'],
  ])('refuses the body %s (%s) with 400', async (text) => {
    const answer = await askRaw('PATCH', '/api/me', { type: 'application/json', text });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'invalid_request' });
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it.each([
    ['POST', '/api/sessions', { email: 'a\u0000b@clinic.test', password: 'x' }],
    ['POST', '/api/sessions', { email: 'a@clinic.test', password: 'x\u0000' }],
    ['POST', '/api/sessions', { email: '\ud800@clinic.test', password: '\udfff' }],
    ['POST', '/api/sessions/refresh', { refresh_token: '\u0000' }],
    ['PATCH', '/api/me', { time_zone: 'UTC\u0000' }],
    [
      'POST',
      '/appointments/:visit/verify-video-otp',
      { contact_number: '\u0000\u0000\u0000', otp_code: '\u0000' },
    ],
    ['GET', '/api/rooms/apt-1-%00', undefined],
    ['GET', '/api/appointments?cursor=%00', undefined],
    ['GET', '/api/appointments?cursor=eyJhIjoxfQ', undefined],
    ['GET', '/api/video-calls?cursor=%00%ff', undefined],
    ['GET', '/api/appointments/999999999999999', undefined],
    ['GET', '/api/appointments/00000000-0000-0000-0000-000000000000', undefined],
  ] as const)('%s %s never fails at what it was sent: %j', async (method, path, body) => {
    const answer = await ask(method, path.replace(':visit', visit), body);
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.statusCode).toBeLessThan(500);
  });
});

describe('bodies', () => {
  it('are at most 32 KB', async () => {
    const reason = (length: number) => JSON.stringify({ reason: 'x'.repeat(length) });
    const json = 'application/json';
    const most = await askRaw('POST', `/api/appointments/${visit}/cancel`, {
      type: json,
      text: reason(32 * 1024 - 13),
    });
    expect(most.statusCode).toBe(400);
    const more = await askRaw('POST', `/api/appointments/${visit}/cancel`, {
      type: json,
      text: reason(33 * 1024),
    });
    expect(more.statusCode).toBe(413);
    expect(more.json()).toMatchObject({ status: 413, code: 'payload_too_large' });
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
  ])('of the type %s are refused with 415', async (type) => {
    const answer = await askRaw('PATCH', '/api/me', { type, text: '{"first_name":"Ada"}' });
    expect(answer.statusCode).toBe(415);
    expect(answer.json()).toMatchObject({ status: 415, code: 'media_type_unsupported' });
  });

  it.each([
    ['no body', {}],
    ['no body and a JSON content type', { type: 'application/json' }],
    ['an empty body with a JSON content type', { type: 'application/json', text: '' }],
    ['{}', { type: 'application/json', text: '{}' }],
    ['{} with a charset', { type: 'application/json; charset=utf-8', text: '{}' }],
  ])('%s asks for a code by SMS', async (_name, raw) => {
    await world.db.query('DELETE FROM otp_sends');
    const answer = await askRaw('POST', `/appointments/${visit}/send-video-otp`, raw);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ channel: 'sms', appointment_id: visit });
  });

  it('left out where fields are needed are refused', async () => {
    const answer = await askRaw('POST', `/appointments/${visit}/verify-video-otp`, {});
    expect(answer.json()).toMatchObject({
      code: 'invalid_request',
      detail: expect.stringContaining('contact_number'),
    });
  });
});

describe('a failure inside', () => {
  it('says nothing of the inside', async () => {
    const broken = await openWorld('embedded');
    const someone = await broken.signIn(await broken.newPerson());
    await broken.db.close();
    const answer = await broken.app.inject({ method: 'GET', url: '/api/me', headers: someone.headers });
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toEqual({
      type: 'urn:anteroom:problem:internal',
      title: 'Something went wrong',
      status: 500,
      detail: 'Something went wrong on our side. Please try again.',
      code: 'internal',
      error: 'Something went wrong on our side. Please try again.',
    });
    const ready = await broken.app.inject({ method: 'GET', url: '/readyz' });
    expect(ready.statusCode).toBeGreaterThanOrEqual(500);
    expect(ready.body).not.toMatch(/pglite|closed/i);
    await broken.close().catch(() => {}); // its database is closed already
  });
});

describe('/metrics', () => {
  it('tells routes by their pattern, never by what stood in them', async () => {
    await ask('GET', `/api/appointments/${visit}`);
    await ask('GET', '/nowhere/secret-path');
    const { body, headers } = await world.app.inject({ method: 'GET', url: '/metrics' });
    expect(headers['content-type']).toContain('text/plain');
    expect(body).toMatch(
      /anteroom_http_request_seconds_count\{method="GET",route="\/api\/appointments\/:id",status="200"\} \d+/,
    );
    expect(body).not.toContain(visit);
    expect(body).not.toContain('secret-path');
    expect(body).toContain('process_cpu_seconds_total');
  });
});
