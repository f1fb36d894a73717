import type { Channel } from '../../contract/primitives.ts';
import type { ReminderLine } from '../../contract/reminders.ts';
import type { Route } from '../messages/dispatcher.ts';
import type { Person } from '../people/person.ts';

const PHONE: readonly Channel[] = ['whatsapp', 'sms'];

/**
 * The ways to somebody on a line, best first: WhatsApp, and SMS in its place; only those they allow, that can be
 * sent here, and that lead to an address they have shown to be theirs.
 */
export const waysTo = (person: Person, line: ReminderLine, configured: readonly Channel[]): Route[] => {
  const allowed = (channel: Channel): boolean =>
    person.channels.includes(channel) && configured.includes(channel);
  if (line === 'email')
    return person.emailVerified && person.email !== '' && allowed('email')
      ? [{ channel: 'email', to: person.email }]
      : [];
  const { phone, phoneVerified } = person;
  return phone && phoneVerified ? PHONE.filter(allowed).map((channel) => ({ channel, to: phone })) : [];
};
