import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countingKey, networkOf } from './network.ts';

describe('what counts as one network', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['::FFFF:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::', '2001:db8:1:2::/64'],
    ['2001:db8::6', '2001:db8:0:0::/64'],
    ['2001:db8:0:0:1::', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s is of %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('is the same for all addresses of a /64 and differs between two of them, however they are written', () => {
    const group = fc.integer({ min: 1, max: 0xffff });
    fc.assert(
      fc.property(
        fc.array(group, { minLength: 8, maxLength: 8 }),
        fc.array(group, { minLength: 4, maxLength: 4 }),
        (first, rest) => {
          const hex = (groups: number[]) => groups.map((value) => value.toString(16)).join(':');
          const padded = (groups: number[]) =>
            groups.map((value) => value.toString(16).padStart(4, '0').toUpperCase()).join(':');
          const sibling = [...first.slice(0, 4), ...rest];
          expect(networkOf(padded(sibling))).toBe(networkOf(hex(first)));
          const neighbour = [...first.slice(0, 3), ((first[3] ?? 0) % 0xffff) + 1, ...first.slice(4)];
          expect(networkOf(hex(neighbour)) === networkOf(hex(first))).toBe(neighbour[3] === first[3]);
        },
      ),
    );
  });

  it('is the same for an address of IPv4 inside IPv6, in whichever of its two ways it is written', () => {
    expect(networkOf('::ffff:cb00:7109')).toBe(networkOf('203.0.113.9'));
    expect(networkOf('0:0:0:0:0:ffff:203.0.113.9')).toBe(networkOf('203.0.113.9'));
  });
});

describe('a key to count by', () => {
  const key = createSecretKey(new Uint8Array(32).fill(1));

  it('is the same for the same thing and shows nothing of it', () => {
    const counted = countingKey(key, 'number', '+14155550123');
    expect(countingKey(key, 'number', '+14155550123')).toEqual(counted);
    expect(counted).toHaveLength(32);
    expect(Buffer.from(counted).toString('latin1')).not.toContain('4155550123');
  });

  it('differs by what is counted, its kind and the deployment', () => {
    const keys = [
      countingKey(key, 'number', '+14155550123'),
      countingKey(key, 'number', '+14155550124'),
      countingKey(key, 'prefix', '+14155550123'),
      countingKey(createSecretKey(new Uint8Array(32).fill(2)), 'number', '+14155550123'),
    ].map((counted) => Buffer.from(counted).toString('hex'));
    expect(new Set(keys).size).toBe(keys.length);
  });
});
