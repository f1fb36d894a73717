import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { FirebaseConfig } from '../config.ts';
import { ask } from '../doctor/ask.ts';
import { type Check, fault, ok } from '../doctor/check.ts';
import { unreached } from '../doctor/unreached.ts';
import { vendorTrouble } from '../doctor/vendor-trouble.ts';

/** RFC 7517 §5; the issuer signs with RS256 alone. */
const KeySet = Type.Object({ keys: Type.Array(Type.Object({ kty: Type.String(), kid: Type.String() })) });

/** The public keys of the outside issuer: without them nobody signs in with its tokens. */
export const firebaseCheck = ({ jwksUrl }: FirebaseConfig): Check => ({
  name: 'Firebase sign-in',
  run: async (signal) => {
    const asked = await ask(jwksUrl, {}, signal);
    if (!asked.reached) return [unreached(asked.why, jwksUrl.host, 'FIREBASE_JWKS_URL')];
    const { status, json } = asked.answer;
    if (status === 429 || status >= 500) return [vendorTrouble('Firebase', status, 'FIREBASE_JWKS_URL')];
    const usable = Value.Check(KeySet, json) ? json.keys.filter(({ kty }) => kty === 'RSA') : [];
    if (status === 200 && usable.length > 0)
      return [ok(`The issuer’s public keys can be read (${usable.length} of them).`)];
    return [
      fault(
        `There are no public keys at ${jwksUrl.host}${jwksUrl.pathname} (status ${status}).`,
        'Take FIREBASE_JWKS_URL out to use Google’s own address, or write where the keys really are.',
      ),
    ];
  },
});
