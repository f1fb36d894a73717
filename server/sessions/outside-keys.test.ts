import type { RequestListener } from 'node:http';
import { compactVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  claims,
  type KeyHost,
  newOutsideKey,
  type OutsideKey,
  signedBy,
  startKeyHost,
} from '../../test/outside-issuer.ts';
import { OutsideKeys } from './outside-keys.ts';

const MINUTE_MS = 60_000;
const first = newOutsideKey();
const second = newOutsideKey();

let host: KeyHost;
let warnings: number;
let time: number;
let keys: OutsideKeys;

beforeEach(async () => {
  host = await startKeyHost(first);
  warnings = 0;
  time = 0;
  const log = {
    warn: () => {
      warnings += 1;
    },
  };
  keys = new OutsideKeys(host.url, log, () => time);
});
afterEach(() => host.close());

/** Whether a token of this key is found good; the name of the error where it is not. */
const judged = async (key: OutsideKey): Promise<string> =>
  compactVerify(await signedBy(key, claims()), keys.find).then(
    () => 'good',
    (error: unknown) => (error instanceof Error ? error.name : 'thrown'),
  );

const hang: RequestListener = () => {};

/** Leads to keys that would be taken if they were followed to. */
const elsewhere: RequestListener = ({ url }, response) => {
  if (url === '/keys') return response.writeHead(302, { location: '/other' }).end();
  const jwk = { ...second.publicKey.export({ format: 'jwk' }), kid: second.kid };
  return response.end(JSON.stringify({ keys: [jwk] }));
};

describe('keys of an outside issuer', () => {
  it('are read once for all who ask at the same time, and kept', async () => {
    const verdicts = await Promise.all(Array.from({ length: 100 }, () => judged(first)));
    expect(new Set(verdicts)).toEqual(new Set(['good']));
    expect(await judged(first)).toBe('good');
    expect(host.asked).toBe(1);
  });

  it('are read again for one that is new', async () => {
    expect(await judged(first)).toBe('good');
    host.keys = [second, first];
    expect(await judged(second)).toBe('good');
    expect(await judged(first)).toBe('good');
    expect(host.asked).toBe(2);
  });

  it('are refused ten minutes after they were withdrawn', async () => {
    expect(await judged(first)).toBe('good');
    host.keys = [second];
    time += 9 * MINUTE_MS;
    expect(await judged(first)).toBe('good');
    time += 2 * MINUTE_MS;
    expect(await judged(first)).toBe('JWKSNoMatchingKey');
  });

  it('are asked for four times a minute at most, however many unknown ones are named', async () => {
    expect(await judged(first)).toBe('good');
    const strangers = await Promise.all(
      Array.from({ length: 300 }, (_, index) => judged({ ...second, kid: `unknown-${index}` })),
    );
    for (let index = 0; index < 20; index += 1) await judged({ ...second, kid: `later-${index}` });
    expect(new Set(strangers)).toEqual(new Set(['JWKSNoMatchingKey']));
    expect(host.asked).toBe(4);
    expect(await judged(first)).toBe('good');
    time += 2 * MINUTE_MS;
    host.keys = [first, second];
    expect(await judged(second)).toBe('good');
    expect(host.asked).toBe(5);
  });

  it('go on being used for a day while their host is down, and no longer', async () => {
    expect(await judged(first)).toBe('good');
    await host.close();
    time += 30 * MINUTE_MS;
    expect(await judged(first)).toBe('good');
    expect(warnings).toBe(1);
    time += 25 * 60 * MINUTE_MS;
    expect(await judged(first)).toBe('OutsideKeysUnknown');
  });

  it('keep nobody waiting for a host that hangs', async () => {
    expect(await judged(first)).toBe('good');
    host.answer = hang;
    time += 30 * MINUTE_MS;
    const began = Date.now();
    expect(await judged(first)).toBe('good');
    const waited = Date.now() - began;
    expect(waited).toBeGreaterThan(1_500);
    expect(waited).toBeLessThan(5_000);
    const asked = host.asked;
    for (let index = 0; index < 50; index += 1) expect(await judged(first)).toBe('good');
    expect(host.asked).toBe(asked);
  });

  it('are waited for two seconds where none is known, also when the host stops in the middle', async () => {
    host.answer = (_request, response) => response.write('{"keys":[');
    const began = Date.now();
    expect(await Promise.all([judged(first), judged(second)])).toEqual([
      'OutsideKeysUnknown',
      'OutsideKeysUnknown',
    ]);
    expect(Date.now() - began).toBeLessThan(6_000);
    host.answer = null;
    expect(await judged(first)).toBe('good');
  });

  const garbage: [string, RequestListener][] = [
    ['text', (_request, response) => response.end('<html>')],
    ['nothing', (_request, response) => response.end()],
    ['null', (_request, response) => response.end('null')],
    ['a set of none', (_request, response) => response.end('{"keys":[]}')],
    ['keys that are none', (_request, response) => response.end('{"keys":["a",1]}')],
    ['an error', (_request, response) => response.writeHead(500).end('{"keys":[]}')],
    ['too much', (_request, response) => response.end(`{"keys":[{"kty":"${'x'.repeat(200_000)}"}]}`)],
    ['the way elsewhere', elsewhere],
    ['a cut line', (_request, response) => response.destroy()],
  ];
  it.each(garbage)('that were read before stay when the host answers %s', async (_name, answer) => {
    expect(await judged(first)).toBe('good');
    host.answer = answer;
    time += 30 * MINUTE_MS;
    expect(await judged(first)).toBe('good');
    expect(warnings).toBe(1);
    expect(await judged(second)).toBe('JWKSNoMatchingKey');
    host.answer = null;
    host.keys = [second];
    time += 2 * MINUTE_MS;
    expect(await judged(second)).toBe('good');
  });
});
