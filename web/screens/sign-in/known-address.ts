import { useHistoryState } from 'wouter/use-browser-location';

/**
 * What a person already typed on one of these pages, for the next. It travels in the history's state: an address
 * in a link would stay in logs.
 */
export interface KnownAddress {
  email?: string;
  phone?: string;
}

const textOf = (state: unknown, key: string): string | undefined => {
  if (typeof state !== 'object' || state === null) return undefined;
  const value: unknown = Reflect.get(state, key);
  return typeof value === 'string' ? value : undefined;
};

export const useKnownAddress = (): Required<KnownAddress> => {
  const state: unknown = useHistoryState();
  return { email: textOf(state, 'email') ?? '', phone: textOf(state, 'phone') ?? '' };
};

/** An address is an e-mail address where it has an at sign; everything else is taken for a number. */
export const isEmail = (address: string): boolean => address.includes('@');

export const knownOf = (address: string): KnownAddress =>
  isEmail(address) ? { email: address } : { phone: address };
