import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { afterEach, describe, expect, test } from 'vitest';
import { freePort } from '../../test/set-up/postgres-place.ts';
import { selfSigned } from '../../test/vendors/smtp-certificate.ts';
import { trust } from '../../test/vendors/trust.ts';
import { publicUrlCheck } from './public-url-check.ts';

const ends: (() => unknown)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

const start = async (
  listener: RequestListener,
  certificate?: { key: string; cert: string },
): Promise<URL> => {
  const server = certificate ? createSecureServer(certificate, listener) : createServer(listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  ends.push(
    () => server.close(),
    () => server.closeAllConnections(),
  );
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return new URL(`${certificate ? 'https' : 'http'}://localhost:${port}`);
};

const alive: RequestListener = (request, response) =>
  response
    .writeHead(request.url === '/healthz' ? 200 : 404, { 'content-type': 'application/json' })
    .end('{"status":"alive"}');

const look = (url: URL, limitMs = 5_000) => publicUrlCheck(url).run(AbortSignal.timeout(limitMs));

describe('PUBLIC_URL', () => {
  test('that leads to Anteroom is right', async () => {
    const url = await start(alive);
    expect(await look(url)).toEqual([
      { level: 'ok', what: `${url.origin} answers, and it is Anteroom.`, remedy: null },
    ]);
  });

  test('over TLS tells for how many days the certificate is good, and warns in time', async () => {
    const certificate = selfSigned();
    const trusted = trust(certificate.cert);
    ends.push(trusted.end);
    expect(await look(await start(alive, certificate))).toMatchObject([
      { level: 'ok' },
      { level: 'warning', what: 'Its TLS certificate is good for 0 more days.' },
    ]);
  });

  test('with a certificate that nobody trusts is a fault', async () => {
    const [finding] = await look(await start(alive, selfSigned()));
    expect(finding).toMatchObject({ level: 'fault', what: expect.stringContaining('not trusted here') });
  });

  test.each([
    ['something else', 200, {}, 'Something else than Anteroom answers at'],
    ['a proxy without a server behind it', 502, {}, 'a proxy that does not reach Anteroom (status 502)'],
    [
      'a redirect',
      301,
      { location: 'https://www.clinic.test/healthz' },
      'sends people on to https://www.clinic.test.',
    ],
  ])('that leads to %s is a fault', async (_, status, headers, words) => {
    const url = await start((__, response) => response.writeHead(status, headers).end('{"status":"up"}'));
    expect(await look(url)).toMatchObject([{ level: 'fault', what: expect.stringContaining(words) }]);
  });

  test('where nobody listens is a thing to look at on this machine, where the server may not run yet', async () => {
    const [finding] = await look(new URL(`http://localhost:${await freePort()}`));
    expect(finding).toMatchObject({ level: 'warning', what: expect.stringContaining('Nobody listens at') });
  });

  test('of a name that does not exist is a fault', async () => {
    const [finding] = await look(new URL('https://no-such-host.invalid'));
    expect(finding).toMatchObject({
      level: 'fault',
      what: expect.stringContaining('no address for the name'),
    });
  });

  test('that is silent is a thing to look at from elsewhere', async () => {
    const [finding] = await look(await start(() => {}), 300);
    expect(finding).toMatchObject({ level: 'warning', what: expect.stringContaining('did not answer') });
  });
});
