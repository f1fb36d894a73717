import type { DeliveryFault, DeliveryStatus, MessageKind } from '../../contract/deliveries.ts';

export const KIND_WORDS: Record<MessageKind, string> = {
  video_code: 'Code for a visit',
  account_code: 'Code for an account',
  reset_code: 'Code for a new password',
  phone_code: 'Code for a new number',
  external_code: 'Code for another system',
  visit_requested: 'Visit asked for',
  visit_confirmed: 'Visit confirmed',
  visit_moved: 'Visit moved',
  visit_cancelled: 'Visit cancelled',
  reminder_day: 'Reminder, a day before',
  reminder_hour: 'Reminder, an hour before',
  reminder_quarter: 'Reminder, 15 minutes before',
  notice: 'Notice',
};

export const STATUS_WORDS: Record<DeliveryStatus, string> = {
  queued: 'Waiting',
  sent: 'Sent',
  delivered: 'Delivered',
  read: 'Read',
  failed: 'Not delivered',
  unknown: 'Not known',
};

export const FAULT_WORDS: Record<DeliveryFault, string> = {
  address_invalid: 'There is no such number or address.',
  unreachable: 'The phone or mailbox could not be reached.',
  opted_out: 'They answered STOP, so nothing more is sent there.',
  blocked: 'The network held it back as unwanted.',
  country_refused: 'The provider does not send to this country.',
  content_refused: 'The provider refused the words of the message.',
  template_refused: 'The message template is not approved.',
  outside_window: 'WhatsApp allows this for 24 hours after they write, and no longer.',
  credentials_refused: 'The provider refused our keys. Check the settings.',
  account_suspended: 'The provider has suspended our account.',
  rate_limited: 'The provider had too many messages at once.',
  unavailable: 'The provider could not be reached.',
  expired: 'It could not be sent before its time ran out.',
  interrupted: 'The server stopped while sending, so nobody knows whether it went.',
  not_configured: 'No provider is set up for this way.',
};

const PROVIDER_WORDS: Record<string, string> = {
  console: 'the inbox page of this server',
  smtp: 'your mail server',
  whatsapp: 'WhatsApp',
  'whatsapp-cloud': 'WhatsApp',
};

/** Who carried a message; any name that begins so is one of Twilio's products. */
export const providerInWords = (name: string): string =>
  PROVIDER_WORDS[name] ?? (name.startsWith('twilio') ? 'Twilio' : name);
