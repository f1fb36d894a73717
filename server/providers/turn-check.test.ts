import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../test/set-up/postgres-place.ts';
import { type Coturn, RELAY_SECRET, startCoturn } from '../../test/vendors/coturn.ts';
import { trust } from '../../test/vendors/trust.ts';
import type { Finding } from '../doctor/check.ts';
import { ATTRIBUTE, REQUEST } from '../doctor/stun/stun-message.ts';
import { turnCheck } from './turn-check.ts';

const look = (urls: string[], secret: string, limitMs = 9_000): Promise<Finding[]> =>
  turnCheck({ urls, secret }).run(AbortSignal.timeout(limitMs));

/** A message as a relay would send it: `answered` gets the request's type and its attributes in bytes. */
const answerTo = (request: Buffer, type: number, attributes: Buffer = Buffer.alloc(0)): Buffer => {
  const header = Buffer.from(request.subarray(0, 20));
  header.writeUInt16BE(type, 0);
  header.writeUInt16BE(attributes.length, 2);
  return Buffer.concat([header, attributes]);
};

const attribute = (type: number, value: Buffer): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
};

const errorCode = (code: number): Buffer =>
  attribute(ATTRIBUTE.errorCode, Buffer.from([0, 0, Math.floor(code / 100), code % 100]));

/** A relay over UDP that answers each request as it is told to. */
const startRelay = async (answer: (request: Buffer) => Buffer | null) => {
  const socket = createSocket('udp4');
  socket.on('message', (request, { port, address }) => {
    const bytes = answer(request);
    if (bytes) socket.send(bytes, port, address);
  });
  await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done));
  return { port: socket.address().port, stop: () => socket.close() };
};

describe('a real relay', () => {
  let relay: Coturn;
  let trusted: { end: () => void };
  beforeAll(async () => {
    relay = await startCoturn();
    trusted = trust(relay.ca);
  });
  afterAll(async () => {
    trusted.end();
    await relay.stop();
  });
  const all = () => [
    `turn:127.0.0.1:${relay.port}?transport=udp`,
    `turn:127.0.0.1:${relay.port}?transport=tcp`,
    `turns:localhost:${relay.tlsPort}?transport=tcp`,
  ];

  test('takes our secret over UDP, TCP and TLS, and answers who asks for an address alone', async () => {
    const findings = await look([...all(), `stun:127.0.0.1:${relay.port}`], relay.secret);
    expect(findings.map(({ level, what }) => `${level}: ${what}`)).toEqual([
      ...all().map((url) => `ok: ${url} takes our secret and relays.`),
      `ok: stun:127.0.0.1:${relay.port} answers.`,
    ]);
  });

  test('is said to refuse another secret, on each of its addresses', async () => {
    const secret = 'secret of another relay';
    const findings = await look(all(), secret);
    for (const [at, { level, what, remedy }] of findings.entries()) {
      expect(level).toBe('fault');
      expect(what).toBe(`${all()[at]} answers and refuses TURN_SECRET.`);
      expect(`${what}${remedy}`).not.toContain(secret);
    }
  });

  test('is said to have an untrusted certificate where its authority is not known here', async () => {
    trusted.end();
    const [finding] = await look([`turns:localhost:${relay.tlsPort}`], relay.secret);
    trusted = trust(relay.ca);
    expect(finding).toMatchObject({ level: 'fault', what: expect.stringContaining('not trusted here') });
  });
});

test('a relay gets back what it lent', async () => {
  const secret = `--static-auth-secret=${RELAY_SECRET}`;
  const relay = await startCoturn(['--use-auth-secret', secret, '--total-quota=1']);
  const url = `turn:127.0.0.1:${relay.port}?transport=udp`;
  const isFree = async () => (await look([url], relay.secret))[0]?.level === 'ok';
  expect(await isFree()).toBe(true);
  // Kept, it would be lent for ten minutes; coturn counts it as free after a second or two.
  await expect.poll(isFree, { timeout: 10_000, interval: 700 }).toBe(true);
  await relay.stop();
});

test('a relay that asks nobody who they are is a fault', async () => {
  const relay = await startCoturn(['--no-auth']);
  const [finding] = await look([`turn:127.0.0.1:${relay.port}`], relay.secret);
  await relay.stop();
  expect(finding).toMatchObject({ level: 'fault', what: expect.stringContaining('relays for anyone') });
});

describe('a relay that can’t be reached', () => {
  test('over UDP is silent or nobody, over TCP nobody, and the others are still told of', async () => {
    const port = await freePort();
    const findings = await look([`turn:127.0.0.1:${port}`, `turn:127.0.0.1:${port}?transport=tcp`], 'any');
    expect(findings.map(({ level }) => level)).toEqual(['fault', 'fault']);
    expect(findings[1]?.what).toContain('Nobody listens at');
    expect(findings[0]?.what).toMatch(/Nobody listens at|did not answer in time/);
  });

  test('is told of in time where it takes datagrams and says nothing', async () => {
    const relay = await startRelay(() => null);
    const [finding] = await look([`turn:127.0.0.1:${relay.port}`], 'any', 1_200);
    relay.stop();
    expect(finding).toMatchObject({
      level: 'fault',
      what: expect.stringContaining('did not answer in time'),
    });
  });

  test('is told of where it takes the connection and cuts it', async () => {
    const server = createServer((socket) => void socket.destroy()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const [finding] = await look([`turn:127.0.0.1:${port}?transport=tcp`], 'any');
    server.close();
    expect(finding).toMatchObject({ level: 'fault', what: expect.stringContaining('closed it without') });
  });

  test('by its name is told of as such', async () => {
    const [finding] = await look(['turn:no-such-host.invalid:3478'], 'any');
    expect(finding).toMatchObject({
      level: 'fault',
      what: expect.stringContaining('no address for the name'),
    });
  });
});

describe('a relay that answers', () => {
  const REALM = attribute(ATTRIBUTE.realm, Buffer.from('clinic.test'));
  const NONCE = attribute(ATTRIBUTE.nonce, Buffer.from('nonce'));
  const challenge = (request: Buffer) =>
    answerTo(request, REQUEST.allocate | 0x0110, Buffer.concat([errorCode(401), REALM, NONCE]));
  const isSigned = (request: Buffer) => request.length > 40;

  test.each([
    ['with its quota reached is full', 486, 'warning', 'is full at the moment'],
    ['without ports left is full', 508, 'warning', 'is full at the moment'],
    ['with a number of its own does not relay', 403, 'fault', 'does not relay (error 403)'],
  ])('%s', async (_, code, level, words) => {
    const relay = await startRelay((request) =>
      isSigned(request) ? answerTo(request, REQUEST.allocate | 0x0110, errorCode(code)) : challenge(request),
    );
    const [finding] = await look([`turn:127.0.0.1:${relay.port}`], 'any');
    relay.stop();
    expect(finding).toMatchObject({ level, what: expect.stringContaining(words) });
  });

  test('only to the second nonce is asked again with that', async () => {
    let signed = 0;
    const relay = await startRelay((request) => {
      if (!isSigned(request)) return challenge(request);
      signed += 1;
      const stale = Buffer.concat([errorCode(438), REALM, NONCE]);
      return signed === 1
        ? answerTo(request, REQUEST.allocate | 0x0110, stale)
        : answerTo(request, request.readUInt16BE(0) | 0x0100);
    });
    const findings = await look([`turn:127.0.0.1:${relay.port}`], 'any');
    relay.stop();
    expect(findings).toMatchObject([{ level: 'ok' }]);
  });

  test.each([
    ['a private address is a fault to all but its own network', '0.0.0.0', 'fault', 'relays from 10.0.0.7'],
    ['a private address is right on this machine', '127.0.0.1', 'ok', 'takes our secret and relays.'],
  ])('with %s', async (_, host, level, words) => {
    const cookie = [0x21, 0x12, 0xa4, 0x42];
    const address = [10, 0, 0, 7].map((byte, at) => byte ^ (cookie[at] ?? 0));
    const lent = attribute(ATTRIBUTE.relayedAddress, Buffer.from([0, 1, 0, 0, ...address]));
    const relay = await startRelay((request) =>
      isSigned(request) ? answerTo(request, request.readUInt16BE(0) | 0x0100, lent) : challenge(request),
    );
    const [finding] = await look([`turn:${host}:${relay.port}`], 'any');
    relay.stop();
    expect(finding).toMatchObject({ level, what: expect.stringContaining(words) });
  });

  test('late is asked again: a datagram may be lost', async () => {
    let asked = 0;
    const relay = await startRelay((request) => {
      asked += 1;
      return asked === 1 ? null : answerTo(request, REQUEST.binding | 0x0100);
    });
    const findings = await look([`stun:127.0.0.1:${relay.port}`], 'any');
    relay.stop();
    expect(findings).toMatchObject([{ level: 'ok' }]);
    expect(asked).toBe(2);
  });
});

test('DTLS is said not to be looked at', async () => {
  expect(await look(['turns:turn.example.org?transport=udp'], 'any')).toMatchObject([{ level: 'warning' }]);
});
