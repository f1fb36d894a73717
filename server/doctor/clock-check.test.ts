import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { clockCheck } from './clock-check.ts';

/** A provider whose clock is `seconds` ahead of ours; null sends no date. */
const startProvider = async (seconds: number | null) => {
  const server = createServer((_, response) => {
    response.sendDate = false;
    if (seconds !== null) response.setHeader('date', new Date(Date.now() + seconds * 1000).toUTCString());
    response.writeHead(404).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  return {
    url: new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/v23.0`),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

const look = async (clocks: (number | null)[]) => {
  const providers = await Promise.all(clocks.map(startProvider));
  const findings = await clockCheck(providers.map(({ url }) => url)).run(AbortSignal.timeout(5_000));
  for (const { stop } of providers) stop();
  return findings;
};

describe('this machine’s clock', () => {
  test.each([
    [
      'is right within half a minute',
      [0],
      'ok',
      'This machine’s clock agrees with the time of the provider that answered.',
    ],
    ['is right within half a minute, a little late', [25], 'ok', 'agrees'],
    [
      'that is 45 seconds behind is a thing to look at',
      [45],
      'warning',
      'This machine’s clock is 45 seconds behind the time of the provider that answered.',
    ],
    ['that is 4 minutes ahead is a thing to look at', [-240], 'warning', '4 minutes ahead of'],
    [
      'that is 6 minutes behind is a fault',
      [360],
      'fault',
      '6 minutes behind the time of the provider that answered. Tokens are refused because of it.',
    ],
    ['that is hours ahead is a fault', [-7200], 'fault', '120 minutes ahead of'],
    ['is not accused by one provider of three', [0, 7200, 1], 'ok', 'the time of 3 providers'],
    ['is not accused by one that is late, either', [0, -7200, 1], 'ok', 'the time of 3 providers'],
    ['is not held against answers without a date', [null], 'ok', 'No provider answered'],
    ['is not held against nobody', [], 'ok', 'No provider answered'],
  ])('%s', async (_, clocks, level, words) => {
    const [finding] = await look(clocks);
    expect(finding).toMatchObject({ level });
    expect(finding?.what).toContain(words);
  });
});
