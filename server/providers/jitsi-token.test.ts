import { base64url, decodeJwt, decodeProtectedHeader, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { enterJitsi, type JitsiClaims } from '../../test/vendors/jitsi-door.ts';
import { JITSI, JITSI_REQUEST, JITSI_ROOM } from '../../test/vendors/jitsi-world.ts';
import type { TicketRequest } from '../video-calls/video-rooms.ts';
import type { JitsiConfig } from '../video-config.ts';
import { mintJitsiToken } from './jitsi-token.ts';

type Over = Partial<TicketRequest>;

const { now, person } = JITSI_REQUEST;
const seconds = (time: string): number => Date.parse(time) / 1_000;
const tokenFor = async (over: Over = {}, settings: Partial<JitsiConfig> = {}): Promise<string> =>
  (await mintJitsiToken({ ...JITSI, ...settings }, { ...JITSI_REQUEST, ...over })).token;
const claimsOf = async (over?: Over, settings?: Partial<JitsiConfig>): Promise<JitsiClaims> =>
  enterJitsi(JITSI, await tokenFor(over, settings), null, now);

describe('a token for Jitsi', () => {
  test('says every claim that Jitsi and its plugins read, and nothing else', async () => {
    const token = await tokenFor();
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', typ: 'JWT' });
    expect(await enterJitsi(JITSI, token, JITSI_ROOM, now)).toEqual({
      iss: 'clinic',
      aud: 'clinic',
      sub: 'meet.clinic.test',
      room: JITSI_ROOM,
      iat: seconds('2026-03-02T10:00:00Z'),
      exp: seconds('2026-03-02T13:00:00Z'),
      moderator: false,
      context: {
        user: {
          id: person.id,
          name: 'Zoë Okafor',
          email: 'zoe@clinic.test',
          avatar: 'https://clinic.test/zoe.png',
          moderator: false,
          affiliation: 'member',
          lobby_bypass: true,
        },
      },
    });
  });

  test('makes the doctor alone an owner, with booleans and not with words', async () => {
    expect(await claimsOf({ role: 'doctor' })).toMatchObject({
      moderator: true,
      context: { user: { moderator: true, affiliation: 'owner', lobby_bypass: true } },
    });
  });

  test('has a patient knock only where there is a lobby, and never the doctor', async () => {
    const bypass = async (role: 'doctor' | 'patient', lobby: boolean): Promise<boolean> =>
      (await claimsOf({ role }, { lobby })).context.user.lobby_bypass;
    expect(await bypass('patient', false)).toBe(true);
    expect(await bypass('patient', true)).toBe(false);
    expect(await bypass('doctor', true)).toBe(true);
  });

  test('has empty text for what is not known, never null', async () => {
    const unknown = { ...person, name: '', email: '', avatarUrl: '' };
    const { user } = (await claimsOf({ person: unknown })).context;
    expect(user).toMatchObject({ id: person.id, name: '', email: '', avatar: '' });
  });

  test('lives for the configured hours, and until the join window closes where that is later', async () => {
    const late = new Date('2026-03-02T17:30:00.001Z');
    expect((await claimsOf({}, { tokenHours: 1 })).exp).toBe(seconds('2026-03-02T11:00:00Z'));
    expect((await claimsOf({ closesAt: late })).exp).toBe(seconds('2026-03-02T17:30:01Z'));
    const { expiresAt } = await mintJitsiToken(JITSI, { ...JITSI_REQUEST, closesAt: late });
    expect(expiresAt).toEqual(new Date('2026-03-02T17:30:01Z'));
  });
});

const HEADER = { alg: 'HS256', typ: 'JWT' };
const sign = (claims: JWTPayload, header: { alg: string; typ?: string }): Promise<string> =>
  new SignJWT(claims).setProtectedHeader(header).sign(new TextEncoder().encode(JITSI.appSecret));
/** Our own claims, changed and signed again with the right secret. */
const changed =
  (change: JWTPayload, header: { alg: string; typ?: string } = HEADER) =>
  async (): Promise<string> =>
    sign({ ...decodeJwt(await tokenFor()), ...change }, header);
const endless = async (): Promise<string> => {
  const { exp: _exp, ...claims } = decodeJwt(await tokenFor());
  return sign(claims, HEADER);
};

const SIGNATURE = 'signature verification failed';
const FORM = 'claims';
/** What is wrong, the word that the door has for it, and the token. */
const WRONG: readonly [string, string, () => Promise<string>][] = [
  ['signed with another secret', SIGNATURE, () => tokenFor({}, { appSecret: 'another secret' })],
  [
    'whose claims were changed',
    SIGNATURE,
    async () => {
      const [header, , signature] = (await tokenFor()).split('.');
      const claims = decodeJwt(await tokenFor({ role: 'doctor' }));
      return `${header}.${base64url.encode(JSON.stringify(claims))}.${signature}`;
    },
  ],
  ['that nobody signed', '"alg"', async () => new UnsecuredJWT(decodeJwt(await tokenFor())).encode()],
  ['signed in another way', '"alg"', changed({}, { alg: 'HS512', typ: 'JWT' })],
  ['without a type', '"typ"', changed({}, { alg: 'HS256' })],
  ['of another app', '"iss"', () => tokenFor({}, { appId: 'somebody else' })],
  ['for another audience', '"aud"', changed({ aud: 'somebody else' })],
  ['for a list of audiences', FORM, changed({ aud: ['clinic', 'somebody else'] })],
  ['for another domain', '"sub"', () => tokenFor({}, { domain: 'meet.elsewhere.test' })],
  ['for another room', 'another room', () => tokenFor({ providerRoom: `${JITSI_ROOM}3` })],
  ['for the room before the move', 'another room', () => tokenFor({ providerRoom: JITSI_ROOM.slice(0, -2) })],
  ['for every room', 'another room', changed({ room: '*' })],
  ['without an end', '"exp"', endless],
  ['that has expired', '"exp"', changed({ exp: Math.floor(now.getTime() / 1_000) })],
];

describe('a Jitsi with the clinic’s settings', () => {
  test('lets a token in until the second in which it ends, and not longer', async () => {
    const token = await tokenFor();
    const enter = (at: string) => enterJitsi(JITSI, token, JITSI_ROOM, new Date(at));
    await expect(enter('2026-03-02T12:59:59.900Z')).resolves.toMatchObject({ room: JITSI_ROOM });
    await expect(enter('2026-03-02T13:00:00Z')).rejects.toThrow('"exp"');
  });

  test.each(WRONG)('keeps out a token %s', async (_what, word, make) => {
    expect(await enterJitsi(JITSI, await changed({})(), JITSI_ROOM, now)).toMatchObject({ room: JITSI_ROOM });
    await expect(enterJitsi(JITSI, await make(), JITSI_ROOM, now)).rejects.toThrow(word);
  });
});
