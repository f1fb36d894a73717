import { BlockList } from 'node:net';
import { type Check, type Finding, fault, ok, warning } from '../doctor/check.ts';
import {
  ATTRIBUTE,
  REQUEST,
  type Signature,
  type StunAnswer,
  stunRequest,
  xorAddress,
} from '../doctor/stun/stun-message.ts';
import { openStun, type Place, type StunTransport } from '../doctor/stun/stun-transport.ts';
import { unreached, unreachedOf } from '../doctor/unreached.ts';
import type { TurnConfig } from '../video-config.ts';
import { iceServersFor } from './turn-credentials.ts';

/** One address that is silent must not keep what was found of the others. */
const ADDRESS_MS = 6_000;
const CREDENTIALS_MS = 60_000;

const UDP = Buffer.from([17, 0, 0, 0]);
const UNAUTHORISED = 401;
const WRONG_CREDENTIALS = 441;
const STALE_NONCE = 438;
const QUOTA_REACHED = 486;
const NO_CAPACITY = 508;

/** Addresses that nobody outside the relay's own network reaches (RFC 1918, RFC 6598, RFC 3927). */
const PRIVATE = new BlockList();
PRIVATE.addSubnet('10.0.0.0', 8);
PRIVATE.addSubnet('172.16.0.0', 12);
PRIVATE.addSubnet('192.168.0.0', 16);
PRIVATE.addSubnet('100.64.0.0', 10);
PRIVATE.addSubnet('169.254.0.0', 16);
PRIVATE.addSubnet('127.0.0.0', 8);

interface Address extends Place {
  url: string;
  scheme: 'stun' | 'turn' | 'turns';
}

/** RFC 7064, RFC 7065. Null for what is not looked at: DTLS, and what is no such address. */
const readAddress = (url: string): Address | null => {
  const match = /^(stun|turns?):(\[[\da-f:.]+\]|[^\s:?[\]]+)(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/i.exec(
    url,
  );
  const [, scheme, host, port, transport] = match ?? [];
  if (!host || !(scheme === 'stun' || scheme === 'turn' || scheme === 'turns')) return null;
  if (scheme === 'turns' && transport === 'udp') return null;
  return {
    url,
    scheme,
    host: host.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port ?? (scheme === 'turns' ? 5349 : 3478)),
    way: scheme === 'turns' ? 'tls' : transport === 'tcp' ? 'tcp' : 'udp',
  };
};

/** Asks as one person, in the realm that the relay names (RFC 8489 §9.2.3). */
const askAs = (transport: StunTransport, url: string, secret: string, realm: string) => {
  const until = new Date(Date.now() + CREDENTIALS_MS);
  const [server] = iceServersFor({ urls: [url], secret }, 'anteroom-doctor', until);
  const username = server?.username ?? '';
  const signature: Signature = { username, password: server?.credential ?? '', realm };
  return (method: number, nonce: Buffer, [type, value]: readonly [number, Buffer]): Promise<StunAnswer> => {
    const who = [
      [type, value],
      [ATTRIBUTE.username, Buffer.from(username)],
      [ATTRIBUTE.realm, Buffer.from(realm)],
      [ATTRIBUTE.nonce, nonce],
    ] as const;
    return transport.ask(stunRequest(method, who, signature));
  };
};

const WANTED = [ATTRIBUTE.requestedTransport, UDP] as const;
const NO_TIME = [ATTRIBUTE.lifetime, Buffer.alloc(4)] as const;

/** The address that the relay lends, null where it is of IPv6; or why it lends none. */
const allocate = async (
  transport: StunTransport,
  secret: string,
  url: string,
): Promise<Finding | string | null> => {
  const challenge = await transport.ask(stunRequest(REQUEST.allocate, [WANTED], null));
  if (challenge.isSuccess)
    return fault(
      `${url} relays for anyone, without asking who it is.`,
      'Set use-auth-secret and static-auth-secret in coturn before somebody else uses it.',
    );
  const realm = challenge.attributes.get(ATTRIBUTE.realm)?.toString('utf8');
  if (challenge.errorCode !== UNAUTHORISED || realm === undefined) return refusal(url, challenge.errorCode);
  const ask = askAs(transport, url, secret, realm);
  let nonce = challenge.attributes.get(ATTRIBUTE.nonce) ?? Buffer.alloc(0);
  let answer = await ask(REQUEST.allocate, nonce, WANTED);
  if (answer.errorCode === STALE_NONCE) {
    nonce = answer.attributes.get(ATTRIBUTE.nonce) ?? nonce;
    answer = await ask(REQUEST.allocate, nonce, WANTED);
  }
  if (!answer.isSuccess) return refusal(url, answer.errorCode);
  // What was lent is given back at once.
  await ask(REQUEST.refresh, nonce, NO_TIME).catch(() => {});
  return xorAddress(answer.attributes.get(ATTRIBUTE.relayedAddress));
};

const refusal = (url: string, code: number): Finding => {
  if (code === UNAUTHORISED || code === WRONG_CREDENTIALS)
    return fault(
      `${url} answers and refuses TURN_SECRET.`,
      'It must be the relay’s static-auth-secret, with use-auth-secret set there; look at both clocks too.',
    );
  if (code === QUOTA_REACHED || code === NO_CAPACITY)
    return warning(`${url} takes our secret and is full at the moment.`, 'Raise its quotas, or run another.');
  return fault(
    `${url} answers and does not relay (error ${code}).`,
    'See in its log why; coturn without “stun-only” and with use-auth-secret does.',
  );
};

const isPrivate = (address: string): boolean => PRIVATE.check(address, 'ipv4');

const judgeRelayed = (url: string, relayed: string | null, host: string): Finding => {
  const isInside = isPrivate(host) || host === 'localhost';
  if (relayed !== null && isPrivate(relayed) && !isInside)
    return fault(
      `${url} takes our secret and relays from ${relayed}, which nobody outside its network reaches.`,
      'Set external-ip in coturn to its public address.',
    );
  return ok(`${url} takes our secret and relays.`);
};

const lookAt = async (address: Address, secret: string, signal: AbortSignal): Promise<Finding> => {
  const { url, scheme, host } = address;
  const within = AbortSignal.any([signal, AbortSignal.timeout(ADDRESS_MS)]);
  try {
    const transport = await openStun(address, within);
    try {
      if (scheme !== 'stun') {
        const allocated = await allocate(transport, secret, url);
        return typeof allocated === 'object' && allocated !== null
          ? allocated
          : judgeRelayed(url, allocated, host);
      }
      const { isSuccess, errorCode } = await transport.ask(stunRequest(REQUEST.binding, [], null));
      return isSuccess ? ok(`${url} answers.`) : refusal(url, errorCode);
    } finally {
      transport.close();
    }
  } catch (error) {
    return unreached(unreachedOf(error), url, 'TURN_URLS');
  }
};

/** The relay: whether each of its addresses is reached, takes our secret, and lends an address to relay from. */
export const turnCheck = ({ urls, secret }: TurnConfig): Check => ({
  name: 'Relay (TURN)',
  run: (signal) =>
    Promise.all(
      urls.map((url) => {
        const address = readAddress(url);
        return address
          ? lookAt(address, secret, signal)
          : warning(`${url} was not looked at.`, 'Only turn over UDP, TCP and TLS, and stun, are looked at.');
      }),
    ),
});
