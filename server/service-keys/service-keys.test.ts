import { expect, it } from 'vitest';
import type { ServiceKeyList, ServiceKeyMade } from '../../contract/external.ts';
import { describeOnBothDatabases, type World } from '../../test/harness.ts';
import { createApp } from '../app.ts';

const URL = '/api/admin/service-keys';
const NUMBER = '+12015550190';

const admin = async ({ newPerson, signIn }: World) => signIn(await newPerson({ role: 'admin' }));

const make = async (
  world: World,
  { name = 'Booking desk', scopes = ['otp:verify'] }: { name?: string; scopes?: string[] } = {},
): Promise<ServiceKeyMade> => {
  const { headers } = await admin(world);
  const answer = await world.app.inject({ method: 'POST', url: URL, headers, payload: { name, scopes } });
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json<ServiceKeyMade>();
};

const list = async (world: World) => {
  const { headers } = await admin(world);
  return world.app.inject({ url: URL, headers });
};

const revoke = async (world: World, id: string) => {
  const { headers } = await admin(world);
  return world.app.inject({ method: 'DELETE', url: `${URL}/${id}`, headers });
};

/** Asks something harmless: a code that was never sent. 400 for a key that is let in. */
const use = (app: World['app'], key: string) =>
  app.inject({
    method: 'POST',
    url: '/api/v1/external/otp/verify',
    headers: { authorization: `Bearer ${key}` },
    payload: { to_phone: NUMBER, otp: '000000' },
  });

/** Every row of the database that says who, what or when, as text. */
const allText = async ({ db }: World): Promise<string> => {
  const tables = await db.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  const rows = await Promise.all(
    tables.map(({ name }) => db.query<object>(`SELECT to_jsonb(t)::text AS row FROM ${name} AS t`)),
  );
  return JSON.stringify(rows);
};

describeOnBothDatabases(
  'service keys',
  (world) => {
    it('are shown once, with their scopes, and listed without the key', async () => {
      const { key, ...kept } = await make(world(), { name: '  Booking desk ', scopes: ['otp:send'] });
      expect(key).toMatch(/^ark_[A-Za-z0-9_-]{43}$/);
      expect(kept).toEqual({
        id: expect.any(String),
        name: 'Booking desk',
        hint: key.slice(0, 10),
        scopes: ['otp:send'],
        created_at: expect.any(String),
        last_used_at: null,
        revoked_at: null,
      });
      const listed = await list(world());
      expect(listed.headers['cache-control']).toBe('no-store');
      expect(listed.json<ServiceKeyList>().service_keys).toContainEqual(kept);
      expect(listed.body).not.toContain(key);
    });

    it.each(['क्\u200Dष डेस्क', 'بکنگ می\u200Cشود', 'Ürün 2 — “Booking” №1', '🏥 desk'])(
      'are named in any script: %s',
      async (name) => expect((await make(world(), { name })).name).toBe(name),
    );

    it('differ, and are nowhere in the database', async () => {
      const [one, other] = [await make(world()), await make(world())];
      expect(one.key).not.toBe(other.key);
      await use(world().app, one.key);
      const text = await allText(world());
      for (const { key } of [one, other]) {
        expect(text).not.toContain(key);
        expect(text).not.toContain(key.slice(4));
        expect(text).not.toContain(Buffer.from(key).toString('hex'));
      }
      expect(text).toContain(one.hint);
    });

    it('are refused at once when revoked, by a second app on the same database too', async () => {
      const { key, id } = await make(world());
      const second = await createApp(world().deps, null);
      expect((await use(world().app, key)).statusCode).toBe(400);
      expect((await use(second, key)).statusCode).toBe(400);
      expect((await revoke(world(), id)).statusCode).toBe(204);
      for (const app of [world().app, second]) {
        const refused = await use(app, key);
        expect(refused.statusCode).toBe(401);
        expect(refused.json()).toMatchObject({ code: 'unauthorized' });
      }
      await second.close();
    });

    it('stay revoked: the same again changes nothing and is not audited twice', async () => {
      const { id } = await make(world());
      await revoke(world(), id);
      const first = (await list(world())).json<ServiceKeyList>().service_keys.find((key) => key.id === id);
      expect(first?.revoked_at).toEqual(expect.any(String));
      expect((await revoke(world(), id)).statusCode).toBe(204);
      const again = (await list(world())).json<ServiceKeyList>().service_keys.find((key) => key.id === id);
      expect(again).toEqual(first);
      const deeds = await world().db.query<{ action: string; actor_id: string | null; details: object }>(
        'SELECT action, actor_id, details FROM audit_entries WHERE subject_id = $1 ORDER BY id',
        [id],
      );
      expect(deeds).toEqual([
        { action: 'service_key.create', actor_id: expect.any(String), details: { scopes: 'otp:verify' } },
        { action: 'service_key.revoke', actor_id: expect.any(String), details: {} },
      ]);
    });

    it('that are not there can’t be revoked', async () => {
      const unknown = await revoke(world(), '019a0000-0000-7000-8000-000000000000');
      expect(unknown.statusCode).toBe(404);
      expect(unknown.json()).toMatchObject({ code: 'not_found' });
    });

    it('say when they were last used, written down once a minute', async () => {
      const { key, id } = await make(world());
      const lastUse = async () =>
        (
          await world().db.query<{ last_used_at: Date | null; version: string }>(
            'SELECT last_used_at, xmin::text AS version FROM service_keys WHERE id = $1',
            [id],
          )
        )[0];
      expect((await lastUse())?.last_used_at).toBeNull();
      await Promise.all(Array.from({ length: 20 }, () => use(world().app, key)));
      const used = await lastUse();
      expect(used?.last_used_at).toEqual(expect.any(Date));
      await use(world().app, key);
      expect(await lastUse()).toEqual(used);
      await world().db.query(
        `UPDATE service_keys SET last_used_at = now() - interval '61 seconds' WHERE id = $1`,
        [id],
      );
      await use(world().app, key);
      expect(((await lastUse())?.last_used_at?.getTime() ?? 0) > Date.now() - 30_000).toBe(true);
    });

    it('answer alike where there is none, an unknown one, a person’s token, and a key of another form', async () => {
      const { key } = await make(world());
      const patient = await world().signIn(await world().newPerson());
      const someone = await admin(world());
      const ask = (headers: Record<string, string>) =>
        world().app.inject({
          method: 'POST',
          url: '/api/v1/external/otp/verify',
          headers,
          payload: { to_phone: NUMBER, otp: '000000' },
        });
      const refusals = await Promise.all([
        ask({}),
        ask({ authorization: `Bearer ark_${'A'.repeat(43)}` }),
        ask({ authorization: `Bearer ${key.slice(0, -1)}` }),
        ask({ authorization: `Bearer ${key}x` }),
        ask({ authorization: `Basic ${key}` }),
        ask({ authorization: key }),
        ask(patient.headers),
        ask(someone.headers),
        ask({ ...someone.browser }),
      ]);
      for (const refusal of refusals) expect(refusal.statusCode).toBe(401);
      expect(new Set(refusals.map(({ body }) => body)).size).toBe(1);
      expect(refusals[0]?.headers['www-authenticate']).toBe('Bearer');
    });

    it('open nothing that is a person’s', async () => {
      const { key } = await make(world(), { scopes: ['otp:send', 'otp:verify', 'messages:read'] });
      for (const url of ['/api/me', '/api/appointments', URL, '/api/admin/deliveries']) {
        const answer = await world().app.inject({ url, headers: { authorization: `Bearer ${key}` } });
        expect(answer.statusCode, url).toBe(401);
      }
    });

    it.each(['patient', 'doctor'] as const)('are no business of a %s', async (role) => {
      const { headers } = await world().signIn(await world().newPerson({ role }));
      const { id } = await make(world());
      const payload = { name: 'Mine', scopes: ['otp:send'] };
      for (const answer of [
        await world().app.inject({ url: URL, headers }),
        await world().app.inject({ method: 'POST', url: URL, headers, payload }),
        await world().app.inject({ method: 'DELETE', url: `${URL}/${id}`, headers }),
      ])
        expect(answer.json()).toMatchObject({ status: 403, code: 'forbidden' });
      expect((await world().app.inject({ url: URL })).statusCode).toBe(401);
    });

    it.each([
      { name: '', scopes: ['otp:send'] },
      { name: '   ', scopes: ['otp:send'] },
      { name: 'two\nlines', scopes: ['otp:send'] },
      { name: 'turned \u202Edraob', scopes: ['otp:send'] },
      { name: 'kept \u2066apart\u2069', scopes: ['otp:send'] },
      { name: 'Booking\u200Bdesk', scopes: ['otp:send'] },
      { name: 'Booking desk\uFEFF', scopes: ['otp:send'] },
      { name: 'Book\u00ADing desk', scopes: ['otp:send'] },
      { name: 'Booking desk\u{E0041}', scopes: ['otp:send'] },
      { name: '\u200D \u200C', scopes: ['otp:send'] },
      { name: 'x'.repeat(61), scopes: ['otp:send'] },
      { name: 'No scope', scopes: [] },
      { name: 'Unknown scope', scopes: ['admin'] },
      { name: 'Twice', scopes: ['otp:send', 'otp:send'] },
      { name: 'More', scopes: ['otp:send'], hint: 'x' },
    ])('are not made of %j', async (payload) => {
      const { headers } = await admin(world());
      const answer = await world().app.inject({ method: 'POST', url: URL, headers, payload });
      expect(answer.json()).toMatchObject({ status: 400, code: 'invalid_request' });
    });
  },
  { PIONEER_FLAG_MOCK_OTP_ENABLED: 'false' },
);
