import type { DeliveryState } from '../../../contract/deliveries.ts';
import type { Channel } from '../../../contract/primitives.ts';

const ORDER: readonly Channel[] = ['sms', 'whatsapp', 'email', 'voice'];

/** The ways to send a code, the most usual first. */
export const inOrder = (channels: readonly Channel[]): Channel[] =>
  ORDER.filter((channel) => channels.includes(channel));

/** The ways that reach a phone; SMS where the clinic has not said which there are. */
export const toPhones = (channels: readonly Channel[]): Channel[] => {
  const ways = inOrder(channels).filter((channel) => channel !== 'email');
  return ways.length > 0 ? ways : ['sms'];
};

/** The ways that are left for a code whose message was lost, best first; none while that is not so. */
export const waysLeft = (delivery: DeliveryState | null, channels: readonly Channel[]): Channel[] =>
  delivery?.status === 'failed'
    ? delivery.other_channels.filter((channel) => channels.includes(channel))
    : [];
