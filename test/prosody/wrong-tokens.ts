import { type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import { OPERATOR } from './operator.ts';
import { DOMAIN } from './prosody-configuration.ts';

const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

const claimsFor = (room: string): JWTPayload => ({
  aud: OPERATOR.appId,
  iss: OPERATOR.appId,
  sub: DOMAIN,
  room,
  iat: nowSeconds(),
  exp: nowSeconds() + 3_600,
  context: { user: { id: 'u1', name: 'Somebody', email: '', avatar: '', moderator: true } },
});

interface Forgery {
  claims?: JWTPayload;
  header?: Partial<JWTHeaderParameters>;
  secret?: string;
}

const forged = (room: string, { claims = {}, header = {}, secret = OPERATOR.appSecret }: Forgery) =>
  new SignJWT({ ...claimsFor(room), ...claims })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', ...header })
    .sign(new TextEncoder().encode(secret));

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const unsignedPart = (room: string): string =>
  `${part({ alg: 'none', typ: 'JWT' })}.${part(claimsFor(room))}`;

/** A token that differs from a good one in one thing, and Prosody's word for it. */
export const WRONG_TOKENS: { what: string; make: (room: string) => Promise<string>; words: RegExp }[] = [
  {
    what: 'signed with another secret',
    make: (room) => forged(room, { secret: 'another-app-secret-of-the-test-with-bytes' }),
    words: /Invalid signature/,
  },
  {
    what: 'unsigned',
    make: async (room) => `${unsignedPart(room)}.`,
    words: /Invalid token/,
  },
  {
    what: 'that says it needs no signature',
    make: async (room) => `${unsignedPart(room)}.bm9uZQ`,
    words: /Invalid or incorrect alg/,
  },
  {
    what: 'signed with another algorithm',
    make: (room) => forged(room, { header: { alg: 'HS512' } }),
    words: /Invalid or incorrect alg/,
  },
  {
    what: 'changed after it was signed',
    make: async (room) => {
      const [header, , signature] = (await forged('another', {})).split('.');
      return `${header}.${part(claimsFor(room))}.${signature}`;
    },
    words: /Invalid signature/,
  },
  {
    what: 'without its type',
    make: (room) =>
      new SignJWT(claimsFor(room))
        .setProtectedHeader({ alg: 'HS256' })
        .sign(new TextEncoder().encode(OPERATOR.appSecret)),
    words: /Invalid typ/,
  },
  {
    what: 'for another audience',
    make: (room) => forged(room, { claims: { aud: 'another' } }),
    words: /invalid 'aud' claim/,
  },
  {
    what: 'for a list of audiences',
    make: (room) => forged(room, { claims: { aud: [OPERATOR.appId] } }),
    words: /invalid 'aud' claim/,
  },
  {
    what: 'of another issuer',
    make: (room) => forged(room, { claims: { iss: 'another' } }),
    words: /invalid 'iss' claim/,
  },
  {
    what: 'expired',
    make: (room) => forged(room, { claims: { exp: nowSeconds() - 1 } }),
    words: /Not acceptable by exp/,
  },
  {
    what: 'that is no token',
    make: async () => 'appointment',
    words: /Invalid token/,
  },
];

/** Good for a session, and not for this room. */
export const tokenForAnotherRoom = (room: string): Promise<string> => forged(`${room}0`, {});
/** Signed for another Jitsi that has the same secret. */
export const tokenForAnotherDomain = (room: string): Promise<string> =>
  forged(room, { claims: { sub: 'other.example.org' } });
