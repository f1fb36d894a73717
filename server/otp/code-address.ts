import { Value } from 'typebox/value';
import { type Channel, EmailAddress } from '../../contract/primitives.ts';
import type { Deps } from '../deps.ts';
import { countingKey } from '../network.ts';
import { type PhoneNumber, readPhoneNumber } from '../people/phone-number.ts';
import { Problem } from '../problem.ts';

/** Where a code goes. */
export interface CodeAddress {
  kind: 'phone' | 'email';
  /** E.164, or an e-mail address in lower case. */
  address: string;
  /** ISO 3166-1 alpha-2; null for e-mail and numbers of no country. */
  country: string | null;
  /** A blind of the address: the same for the same one, and nothing can be read from it. */
  key: string;
}

const blind = ({ keys }: Pick<Deps, 'keys'>, kind: 'number' | 'email', value: string): string =>
  Buffer.from(countingKey(keys.counting, kind, value)).toString('hex');

/** @throws Problem `phone_invalid` */
export const readNumber = (text: string): PhoneNumber => {
  const number = readPhoneNumber(text);
  if (!number) throw new Problem('phone_invalid');
  return number;
};

/** @throws Problem `phone_invalid` */
export const readPhone = (deps: Pick<Deps, 'keys'>, text: string): CodeAddress => {
  const { e164, country } = readNumber(text);
  return { kind: 'phone', address: e164, country, key: blind(deps, 'number', e164) };
};

const readEmail = (deps: Pick<Deps, 'keys'>, text: string): CodeAddress => {
  const address = text.trim().toLowerCase();
  if (!Value.Check(EmailAddress, address))
    throw new Problem('invalid_request', { detail: 'body.to: must be an e-mail address.' });
  return { kind: 'email', address, country: null, key: blind(deps, 'email', address) };
};

/**
 * What `to` means: as the channel needs it, or, for a code that was sent, as it looks.
 * @throws Problem `phone_invalid`, `invalid_request`
 */
export const readAddress = (deps: Pick<Deps, 'keys'>, text: string, channel?: Channel): CodeAddress => {
  const isEmail = channel === undefined ? text.includes('@') : channel === 'email';
  return isEmail ? readEmail(deps, text) : readPhone(deps, text);
};
