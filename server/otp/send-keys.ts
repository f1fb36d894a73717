import type { Channel } from '../../contract/primitives.ts';
import type { Deps } from '../deps.ts';
import { countingKey, networkOf } from '../network.ts';

/** What a send is counted by; the rows tell nobody which number, network or prefix it was. */
export interface SendKeys {
  /** Who the code is for: of one subject too, one is judged after the other. */
  subject: Uint8Array;
  /** Of the number, or of the e-mail address. */
  number: Uint8Array;
  network: Uint8Array;
  /** Null for e-mail. */
  prefix: Uint8Array | null;
}

/** Digits of a number that stand for one person's line; what is before them is the prefix. */
const LINE_DIGITS = 4;

export const sendKeysOf = (
  { keys }: Pick<Deps, 'keys'>,
  {
    subject,
    channel,
    address,
    clientAddress,
  }: { subject: string; channel: Channel; address: string; clientAddress: string },
): SendKeys => {
  const key = (kind: 'subject' | 'number' | 'email' | 'network' | 'prefix', value: string) =>
    countingKey(keys.counting, kind, value);
  const isMail = channel === 'email';
  return {
    subject: key('subject', subject),
    number: key(isMail ? 'email' : 'number', address),
    network: key('network', networkOf(clientAddress)),
    prefix: isMail ? null : key('prefix', address.slice(0, -LINE_DIGITS)),
  };
};

/** Those that there are, as they are locked and kept apart. */
export const countersOf = ({ subject, number, network, prefix }: SendKeys): Uint8Array[] => [
  subject,
  number,
  network,
  ...(prefix ? [prefix] : []),
];
