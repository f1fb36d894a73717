import { createHmac, sign } from 'node:crypto';
import { exportJWK, type JWTPayload, SignJWT } from 'jose';
import { afterAll, expect, it } from 'vitest';
import { describeOnBothDatabases, type World } from '../../test/harness.ts';
import {
  claims,
  ISSUER,
  newOutsideKey,
  PROJECT_ID,
  secondsNow,
  signedBy,
  startKeyHost,
} from '../../test/outside-issuer.ts';

const key = newOutsideKey();
const stranger = { ...newOutsideKey(), kid: key.kid };
const host = await startKeyHost(key);
const strangers = await startKeyHost(stranger);
const silent = await startKeyHost(key);
afterAll(() => Promise.all([host, strangers, silent].map(({ close }) => close())));

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Unsigned, as the emulator's are. */
const unsigned = (payload: JWTPayload, alg = 'none'): string =>
  `${encoded({ alg, typ: 'JWT', kid: key.kid })}.${encoded(payload)}.`;

/** Signed with the public key as if it were a shared secret. */
const confused = (secret: string | Buffer): string => {
  const signed = `${encoded({ alg: 'HS256', typ: 'JWT', kid: key.kid })}.${encoded(claims())}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
};

/** Rightly signed, by hand: no library signs such a header. */
const critical = (): string => {
  const header = { alg: 'RS256', typ: 'JWT', kid: key.kid, crit: ['leeway'], leeway: 9 };
  const signed = `${encoded(header)}.${encoded(claims())}`;
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key.privateKey).toString('base64url')}`;
};

/** The signature of one token under the claims of another. */
const spliced = async (): Promise<string> => {
  const [header, , signature] = (await signedBy(key, claims())).split('.');
  return `${header}.${encoded(claims({ email: 'doctor@clinic.test', email_verified: true }))}.${signature}`;
};

const without = (name: string): JWTPayload => {
  const { [name]: _left, ...rest } = claims();
  return rest;
};

const withAlgorithm = (alg: string): Promise<string> =>
  new SignJWT(claims()).setProtectedHeader({ alg, typ: 'JWT', kid: key.kid }).sign(key.privateKey);

const pem = (type: 'spki' | 'pkcs1') => key.publicKey.export({ type, format: 'pem' });
const der = key.publicKey.export({ type: 'spki', format: 'der' });
const of = (changes: JWTPayload) => () => signedBy(key, claims(changes));
const under = (header: object) => () => signedBy(key, claims(), header);

const WRONG: [string, () => string | Promise<string>][] = [
  ['with a stranger’s signature', () => signedBy(stranger, claims())],
  ['with the signature of another', spliced],
  ['with no signature', () => unsigned(claims())],
  ['with no signature under RS256', () => unsigned(claims(), 'RS256')],
  ['with alg None', () => unsigned(claims(), 'None')],
  ['with HS256 over the public key (SPKI)', () => confused(pem('spki'))],
  ['with HS256 over the public key (PKCS 1)', () => confused(pem('pkcs1'))],
  ['with HS256 over the public key (DER)', () => confused(der)],
  ['with HS256 over the key’s modulus', () => confused(String(key.publicKey.export({ format: 'jwk' }).n))],
  ['with RS384', () => withAlgorithm('RS384')],
  ['with RS512', () => withAlgorithm('RS512')],
  ['with PS256', () => withAlgorithm('PS256')],
  ['with a jku of its own', () => signedBy(stranger, claims(), { jku: strangers.url.href })],
  ['with a jku, rightly signed', under({ jku: strangers.url.href })],
  [
    'with a jwk of its own',
    async () => signedBy(stranger, claims(), { jwk: await exportJWK(stranger.publicKey) }),
  ],
  [
    'with a jwk, rightly signed',
    async () => signedBy(key, claims(), { jwk: await exportJWK(key.publicKey) }),
  ],
  ['with an x5u', under({ x5u: strangers.url.href })],
  ['with an x5c', under({ x5c: ['MIIB'] })],
  ['with a critical header that nobody knows', critical],
  ['with an unknown kid', under({ kid: 'unknown' })],
  ['with no kid', under({ kid: undefined })],
  ['of another type', under({ typ: 'at+jwt' })],
  ['of another issuer', of({ iss: 'https://securetoken.google.com/another-clinic' })],
  ['of an issuer that only begins alike', of({ iss: `${ISSUER}.evil.test` })],
  ['of ours by name', of({ iss: 'anteroom', aud: 'anteroom' })],
  ['without an issuer', () => signedBy(key, without('iss'))],
  ['for somebody else', of({ aud: 'another-clinic' })],
  ['for several', of({ aud: [PROJECT_ID, 'another-clinic'] })],
  ['for nobody', () => signedBy(key, without('aud'))],
  ['that is over', of({ exp: secondsNow() - 1 })],
  ['that never ends', () => signedBy(key, without('exp'))],
  ['that is not yet', of({ nbf: secondsNow() + 60 })],
  ['issued in the future', of({ iat: secondsNow() + 60 })],
  ['issued never', () => signedBy(key, without('iat'))],
  ['of a sign-in in the future', of({ auth_time: secondsNow() + 60 })],
  ['of a sign-in that never was', () => signedBy(key, without('auth_time'))],
  ['of a sign-in in words', of({ auth_time: String(secondsNow()) })],
  ['of a sign-in before 1970', of({ auth_time: -1 })],
  ['of nobody', () => signedBy(key, without('sub'))],
  ['of an empty subject', of({ sub: '' })],
  ['of a subject of 129 characters', of({ sub: 'x'.repeat(129) })],
  ['of a subject with a zero byte', of({ sub: 'a\u0000b' })],
  ['of a subject that is no text', of({ sub: JSON.parse('"\\ud800"') })],
  ['of an anonymous sign-in', of({ firebase: { sign_in_provider: 'anonymous' } })],
  ['that is cut short', async () => (await signedBy(key, claims())).slice(0, -8)],
  ['with a fourth part', async () => `${await signedBy(key, claims())}.x`],
];

const me = (world: World, token: string) =>
  world.app.inject({ method: 'GET', url: '/api/me', headers: { authorization: `Bearer ${token}` } });

describeOnBothDatabases(
  'an ID token of an outside issuer',
  (world) => {
    it.each(WRONG)('%s opens nothing and leaves no trace', async (_name, make) => {
      const [before] = await world().db.query<{ n: number }>('SELECT count(*) AS n FROM people');
      const answer = await me(world(), await make());
      expect(answer.statusCode).toBe(401);
      expect(answer.json()).toMatchObject({ code: 'unauthorized', error: 'Please log in' });
      const [after] = await world().db.query<{ n: number }>('SELECT count(*) AS n FROM people');
      expect(after).toEqual(before);
      expect(strangers.asked).toBe(0);
    });

    it.each<[string, () => Promise<string>]>([
      ['as Firebase makes it', () => signedBy(key, claims())],
      ['without a type', under({ typ: undefined })],
      ['of a subject of 128 characters', of({ sub: `${secondsNow()}`.padEnd(128, 'x') })],
      ['issued this second', of({ iat: secondsNow(), auth_time: secondsNow() })],
    ])('%s opens a session', async (_name, make) => {
      const answer = await me(world(), await make());
      expect(answer.statusCode).toBe(200);
      expect(answer.json()).toMatchObject({ role: 'patient', phone: null, phone_verified: false });
    });

    it('leaves our own tokens as they are', async () => {
      const client = await world().signIn(await world().newPerson());
      expect((await me(world(), client.accessToken)).statusCode).toBe(200);
    });
  },
  { FIREBASE_PROJECT_ID: PROJECT_ID, FIREBASE_JWKS_URL: host.url.href },
);

describeOnBothDatabases(
  'an ID token while the issuer’s keys can’t be read',
  (world) => {
    it('opens nothing, keeps nobody waiting for long, and touches no token of ours', async () => {
      const client = await world().signIn(await world().newPerson());
      silent.answer = () => {};
      const began = Date.now();
      const tokens = await Promise.all(Array.from({ length: 20 }, () => signedBy(key, claims())));
      const answers = await Promise.all(tokens.map((token) => me(world(), token)));
      expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([503]));
      expect(answers[0]?.json()).toMatchObject({ code: 'issuer_unavailable' });
      expect(Date.now() - began).toBeLessThan(6_000);
      expect((await me(world(), client.accessToken)).statusCode).toBe(200);
      silent.answer = null;
      expect((await me(world(), tokens[0] ?? '')).statusCode).toBe(200);
    });
  },
  { FIREBASE_PROJECT_ID: PROJECT_ID, FIREBASE_JWKS_URL: silent.url.href },
);

describeOnBothDatabases('without an outside issuer', (world) => {
  it('an ID token opens nothing', async () => {
    expect((await me(world(), await signedBy(key, claims()))).statusCode).toBe(401);
  });
});
