import type { DeliveryFault } from '../../../contract/deliveries.ts';
import type { Channel } from '../../../contract/primitives.ts';

/** Why a message did not arrive, for the person who waits for it. What only the clinic can mend is said as one. */
const REASONS: Record<DeliveryFault, string> = {
  address_invalid: 'This number or address does not exist.',
  unreachable: 'The phone is switched off or out of reach, or it can’t take this kind of message.',
  opted_out: 'Messages from us were stopped for this number. To get them again, reply START.',
  blocked: 'The network or the phone blocks messages like this one.',
  country_refused: 'Messages can’t be sent to this country.',
  content_refused: 'The network refused the message.',
  template_refused: 'This way of sending is not working at the clinic just now.',
  outside_window: 'This way of sending is not working at the clinic just now.',
  credentials_refused: 'This way of sending is not working at the clinic just now.',
  account_suspended: 'This way of sending is not working at the clinic just now.',
  rate_limited: 'Too many messages are on their way just now.',
  unavailable: 'The network that carries it is not working just now.',
  expired: 'It could not be delivered in time.',
  interrupted: 'Sending was interrupted.',
  not_configured: 'The clinic can’t send messages this way.',
};

/** A sentence, or nothing where nobody said why. */
export const faultInWords = (fault: DeliveryFault | null): string => (fault ? REASONS[fault] : '');

/** What the button says that sends the code by another way. */
export const TRY_INSTEAD: Record<Channel, string> = {
  sms: 'Try SMS',
  whatsapp: 'Try WhatsApp',
  email: 'Try e-mail',
  voice: 'Try a call',
};
