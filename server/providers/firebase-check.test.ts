import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { firebaseCheck } from './firebase-check.ts';

const look = async (status: number, body: string) => {
  const server = createServer((_, response) => response.writeHead(status).end(body));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const jwksUrl = new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/keys`);
  const findings = await firebaseCheck({ projectId: 'clinic', jwksUrl }).run(AbortSignal.timeout(5_000));
  server.closeAllConnections();
  server.close();
  return findings;
};

const KEYS = '{"keys":[{"kty":"RSA","kid":"a"},{"kty":"RSA","kid":"b"}]}';

test.each([
  ['keys', 200, KEYS, 'ok', 'public keys can be read (2 of them)'],
  ['no key', 200, '{"keys":[]}', 'fault', 'There are no public keys at'],
  ['keys of another kind', 200, '{"keys":[{"kty":"EC","kid":"a"}]}', 'fault', 'There are no public keys at'],
  ['a page', 200, '<html>', 'fault', 'There are no public keys at'],
  ['no such page', 404, '', 'fault', '/keys (status 404)'],
  ['trouble', 503, '', 'warning', 'has trouble of its own'],
])('an issuer with %s is said to have them or not', async (_, status, body, level, words) => {
  expect(await look(status, body)).toMatchObject([{ level, what: expect.stringContaining(words) }]);
});
