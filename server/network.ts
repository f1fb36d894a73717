import { createHmac } from 'node:crypto';
import { isIPv6, SocketAddress } from 'node:net';

const V4_IN_V6 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** The eight groups of an IPv6 address, each in full. */
const groups = (address: string): string[] => {
  const [head = '', tail] = new SocketAddress({ address, family: 'ipv6' }).address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return [...before, ...(tail === undefined ? [] : zeros), ...after];
};

/**
 * What counts as one network when sends and failures are counted: an IPv4 address, or the /64 of an IPv6
 * address, which one customer has whole. `::ffff:1.2.3.4` is `1.2.3.4`.
 */
export const networkOf = (address: string): string => {
  const v4 = V4_IN_V6.exec(address)?.[1];
  if (v4) return v4;
  const plain = address.replace(/%.*$/, '');
  return isIPv6(plain) ? `${groups(plain).slice(0, 4).join(':')}::/64` : plain;
};

/** Blinds what is counted: the rows tell nobody which number, address or network it was. */
export const countingKey = (
  key: Uint8Array,
  kind: 'number' | 'email' | 'network' | 'prefix',
  value: string,
): Uint8Array => new Uint8Array(createHmac('sha256', key).update(`${kind}\0${value}`).digest());
