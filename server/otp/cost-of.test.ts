import { describe, expect, it } from 'vitest';
import { costOf, type PricedSends } from './cost-of.ts';

const prices = {
  currency: 'USD',
  byWay: new Map([
    ['sms', 0.04],
    ['sms:IN', 0.1],
    ['whatsapp:IN', 0.003],
    ['voice', 0.1],
  ]),
};

const sms = (sent: number, country: string | null = 'US'): PricedSends => ({ channel: 'sms', country, sent });

describe('what codes cost', () => {
  it.each<[string, PricedSends[], number | null]>([
    ['the price of the channel', [sms(10)], 0.4],
    ['a country’s own price before it', [sms(10, 'IN')], 1],
    ['the channel’s for a number of no country', [sms(1, null)], 0.04],
    [
      'the sum, without dust behind the comma',
      [sms(3, 'IN'), { channel: 'voice', country: 'US', sent: 2 }],
      0.5,
    ],
    [
      'what is known, where some have no price',
      [sms(1), { channel: 'email', country: null, sent: 50 }],
      0.04,
    ],
    ['nobody knows, where none has a price', [{ channel: 'email', country: null, sent: 50 }], null],
    [
      'nobody knows, for another country than the priced one',
      [{ channel: 'whatsapp', country: 'US', sent: 1 }],
      null,
    ],
    [
      'nobody knows, for a send whose way was not written down',
      [{ channel: null, country: null, sent: 1 }],
      null,
    ],
    ['nothing, for nothing', [], 0],
  ])('is %s', (_, sends, cost) => {
    expect(costOf(prices, sends)).toBe(cost);
  });

  it('is not known where there are no prices', () => {
    expect(costOf({ currency: 'USD', byWay: new Map() }, [])).toBeNull();
  });
});
