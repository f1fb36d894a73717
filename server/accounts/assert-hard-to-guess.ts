import { Problem } from '../problem.ts';

/**
 * The commonest passwords of eight characters and more, by what leaked lists agree on; the first tries of
 * whoever guesses. Longer lists belong to a breach service, which a clinic's server must not ask.
 */
const COMMON = new Set(
  `12345678 123456789 1234567890 password password1 password12 password123 passw0rd p@ssw0rd qwertyuiop
  qwerty12 qwerty123 1q2w3e4r 1q2w3e4r5t 1qaz2wsx iloveyou sunshine princess football baseball superman
  trustno1 welcome1 welcome123 letmein1 letmein123 admin123 administrator abcd1234 abc12345 abcdefgh
  11111111 00000000 12341234 12121212 87654321 987654321 123123123 88888888 asdfghjkl zaq12wsx changeme
  default1 starwars computer whatever liverpool pakistan pakistan1 india123 krishna1 contraseña`.split(/\s+/),
);

/**
 * @param field where in the body it was given
 * @param own what else a stranger would try: the person's own addresses
 * @throws Problem `invalid_request`
 */
export const assertHardToGuess = (
  { field, password }: { field: 'password' | 'new_password'; password: string },
  own: readonly string[],
): void => {
  const plain = password.normalize('NFC').toLowerCase();
  const names = own.flatMap((each) => [each.toLowerCase(), each.toLowerCase().split('@')[0] ?? '']);
  const oneCharacter = new Set(plain).size === 1;
  if (!oneCharacter && !COMMON.has(plain) && !names.includes(plain)) return;
  throw new Problem('invalid_request', {
    detail: 'This password is one of the first that anybody would try. Please choose another.',
    fields: [{ path: `body.${field}`, message: 'is too common' }],
  });
};
