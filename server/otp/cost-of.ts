import type { Channel } from '../../contract/primitives.ts';
import type { Prices } from '../message-config.ts';

/** Sends of one way: what they cost depends on nothing else. */
export interface PricedSends {
  channel: Channel | null;
  country: string | null;
  sent: number;
}

/** Millionths of the currency: prices have six decimals, and sums of them must not gain more. */
const MICRO = 1_000_000;

/** What one message costs; null where no price is known. A country's own price goes before the channel's. */
const priceOf = ({ byWay }: Prices, { channel, country }: PricedSends): number | null => {
  if (channel === null) return null;
  const own = country === null ? undefined : byWay.get(`${channel}:${country}`);
  return own ?? byWay.get(channel) ?? null;
};

/**
 * What these sends cost, as far as their prices are known; null where none of them has one. Nothing sent costs
 * nothing, where there are prices at all.
 */
export const costOf = (prices: Prices, sends: readonly PricedSends[]): number | null => {
  if (prices.byWay.size === 0) return null;
  const known = sends.flatMap((each) => {
    const price = priceOf(prices, each);
    return price === null ? [] : [Math.round(price * MICRO) * each.sent];
  });
  if (known.length === 0 && sends.length > 0) return null;
  return known.reduce((sum, cost) => sum + cost, 0) / MICRO;
};
