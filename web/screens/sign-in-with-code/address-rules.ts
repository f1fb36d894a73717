import type { Channel } from '../../../contract/primitives.ts';
import { emailFault, phoneFault } from '../../ui/account-rules.ts';
import { channelInWords } from '../one-time-code/code-words.ts';
import { isEmail } from '../sign-in/known-address.ts';

/**
 * The way a code takes: the one that was chosen, and without a choice one that fits what was typed so far.
 */
export const wayFor = (address: string, chosen: Channel | null, channels: readonly Channel[]): Channel => {
  if (chosen) return chosen;
  const fitting = channels.find((channel) => (channel === 'email') === isEmail(address));
  return fitting ?? channels[0] ?? 'sms';
};

/** What is wrong with the address for this way, in words; null where nothing is. */
export const addressFault = (address: string, channel: Channel): string | null => {
  if (address.trim() === '') return 'Enter your phone number or e-mail address';
  if (channel === 'email')
    return isEmail(address) && emailFault(address) === null
      ? null
      : 'For a code by e-mail, enter your e-mail address';
  return isEmail(address) || phoneFault(address) !== null
    ? `For a code ${channelInWords(channel)}, enter your phone number`
    : null;
};
