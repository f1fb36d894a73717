import { expect, it } from 'vitest';
import type { Channel } from '../../../contract/primitives.ts';
import { addressFault, wayFor } from './address-rules.ts';

const ALL: Channel[] = ['sms', 'whatsapp', 'email', 'voice'];

it.each([
  ['', null, ALL, 'sms'],
  ['+14155550143', null, ALL, 'sms'],
  ['priya@clinic.test', null, ALL, 'email'],
  ['+14155550143', 'voice', ALL, 'voice'],
  ['priya@clinic.test', 'voice', ALL, 'voice'],
  ['priya@clinic.test', null, ['whatsapp'], 'whatsapp'],
  ['+14155550143', null, [], 'sms'],
] as const)('%j with the choice %s of %j goes by %s', (address, chosen, channels, way) => {
  expect(wayFor(address, chosen, channels)).toBe(way);
});

it.each([
  ['', 'sms', /Enter your phone number or e-mail/],
  ['priya@clinic.test', 'sms', /by SMS, enter your phone number/],
  ['priya@clinic.test', 'voice', /by phone call, enter your phone number/],
  ['+14155550143', 'email', /by e-mail, enter your e-mail/],
  ['priya@', 'email', /by e-mail, enter your e-mail/],
  ['somebody', 'whatsapp', /by WhatsApp, enter your phone number/],
] as const)('%j does not do for a code by %s', (address, channel, words) => {
  expect(addressFault(address, channel)).toMatch(words);
});

it('takes what fits', () => {
  expect(addressFault(' +1 (415) 555-0143 ', 'sms')).toBeNull();
  expect(addressFault(' priya@clinic.test', 'email')).toBeNull();
});
