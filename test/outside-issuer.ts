import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import { exportJWK, type JWTPayload, SignJWT } from 'jose';

export interface OutsideKey {
  kid: string;
  publicKey: KeyObject;
  privateKey: KeyObject;
}

export const newOutsideKey = (): OutsideKey => ({
  kid: randomUUID(),
  ...generateKeyPairSync('rsa', { modulusLength: 2048 }),
});

export const PROJECT_ID = 'clinic-test';
export const ISSUER = `https://securetoken.google.com/${PROJECT_ID}`;

const HOUR = 3_600;

export const secondsNow = (): number => Math.floor(Date.now() / 1000);

/** The claims of a Firebase ID token, of somebody new unless `sub` says otherwise. */
export const claims = (changes: JWTPayload = {}): JWTPayload => {
  const now = secondsNow();
  return {
    iss: ISSUER,
    aud: PROJECT_ID,
    sub: randomUUID(),
    iat: now - 10,
    exp: now - 10 + HOUR,
    auth_time: now - 60,
    firebase: { identities: {}, sign_in_provider: 'phone' },
    ...changes,
  };
};

/** Signed as Firebase signs, with what a header may say beside that. */
export const signedBy = (key: OutsideKey, payload: JWTPayload, header: object = {}): Promise<string> =>
  new SignJWT(payload)
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.kid, ...header })
    .sign(key.privateKey);

/** A loopback host of public keys, which say nothing of their algorithm. `answer` takes the place of the right answer; `asked` counts requests. */
export interface KeyHost {
  readonly url: URL;
  keys: OutsideKey[];
  asked: number;
  answer: RequestListener | null;
  close: () => Promise<void>;
}

export const startKeyHost = async (...keys: OutsideKey[]): Promise<KeyHost> => {
  const server = createServer((request, response) => {
    host.asked += 1;
    if (host.answer) return host.answer(request, response);
    const shown = host.keys.map(async ({ kid, publicKey }) => ({
      ...(await exportJWK(publicKey)),
      kid,
      use: 'sig',
    }));
    void Promise.all(shown).then((all) => response.end(JSON.stringify({ keys: all })));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const host: KeyHost = {
    url: new URL(`http://127.0.0.1:${port}/keys`),
    keys,
    asked: 0,
    answer: null,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return host;
};
