import { afterAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from '../../test/harness.ts';

const PROXY = '10.0.0.7';
const LIMIT = 10;
const opened: (World & { close: () => Promise<void> })[] = [];

afterAll(async () => {
  for (const world of opened) await world.close();
});

const open = async (env: Record<string, string>): Promise<World> => {
  const world = await openWorld('embedded', env);
  opened.push(world);
  return world;
};

/** Wrong passwords for one account; the limit for one account from one network is ten. */
const guess = async ({ app }: World, peer: string, forwarded: (turn: number) => string, times: number) => {
  const statuses: number[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    const { statusCode } = await app.inject({
      method: 'POST',
      url: '/api/sessions',
      remoteAddress: peer,
      headers: { 'x-forwarded-for': forwarded(turn) },
      payload: { email: `somebody-at-${peer}@clinic.test`, password: 'a guess' },
    });
    statuses.push(statusCode);
  }
  return statuses.filter((status) => status === 401).length;
};

describe('the client’s address', () => {
  it('is the peer’s, whatever X-Forwarded-For says, where no proxy is trusted', async () => {
    const world = await open({});
    expect(await guess(world, '203.0.113.5', (turn) => `198.51.100.${turn}`, LIMIT + 3)).toBe(LIMIT);
  });

  it('is the peer’s where the peer is not one of TRUSTED_PROXIES', async () => {
    const world = await open({ TRUSTED_PROXIES: '10.0.0.0/8' });
    expect(await guess(world, '203.0.113.6', (turn) => `198.51.100.${turn}`, LIMIT + 3)).toBe(LIMIT);
  });

  it('is what a trusted proxy saw, not what its client claimed', async () => {
    const world = await open({ TRUSTED_PROXIES: '10.0.0.0/8' });
    expect(await guess(world, PROXY, (turn) => `192.0.2.${turn}, 198.51.100.9`, LIMIT + 3)).toBe(LIMIT);
  });

  it('is one’s own behind a trusted proxy: a stranger’s guesses do not count against it', async () => {
    const world = await open({ TRUSTED_PROXIES: '10.0.0.0/8' });
    expect(await guess(world, '10.0.0.8', (turn) => `198.51.100.${turn}`, LIMIT + 3)).toBe(LIMIT + 3);
  });

  it('is the same with and without ::ffff: before it', async () => {
    const world = await open({ TRUSTED_PROXIES: '10.0.0.0/8' });
    const forwarded = (turn: number) => (turn % 2 === 0 ? '198.51.100.77' : '::ffff:198.51.100.77');
    expect(await guess(world, '10.0.0.9', forwarded, LIMIT + 3)).toBe(LIMIT);
  });
});
