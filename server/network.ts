import { createHmac, type KeyObject } from 'node:crypto';
import { isIPv6, SocketAddress } from 'node:net';

const V4_IN_V6 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** The eight groups of an IPv6 address in its canonical form, each in full. */
const groups = (canonical: string): string[] => {
  const [head = '', tail] = canonical.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return [...before, ...(tail === undefined ? [] : zeros), ...after];
};

/**
 * What counts as one network when sends and failures are counted: an IPv4 address, or the /64 of an IPv6
 * address, which one customer has whole. `::ffff:1.2.3.4` is `1.2.3.4`, in hexadecimal too.
 */
export const networkOf = (address: string): string => {
  const plain = address.replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain;
  const canonical = new SocketAddress({ address: plain, family: 'ipv6' }).address;
  return V4_IN_V6.exec(canonical)?.[1] ?? `${groups(canonical).slice(0, 4).join(':')}::/64`;
};

/** Blinds what is counted: the rows tell nobody whose, which number, address or network it was. */
export const countingKey = (
  key: KeyObject,
  kind: 'subject' | 'number' | 'email' | 'network' | 'prefix',
  value: string,
): Uint8Array => new Uint8Array(createHmac('sha256', key).update(`${kind}\0${value}`).digest());
