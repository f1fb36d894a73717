import type { DeliveryFault } from '../../../contract/deliveries.ts';
import type { Participant } from '../../../contract/people.ts';
import type { Channel, Role } from '../../../contract/primitives.ts';
import type { PlannedMessage, ReminderLine } from '../../../contract/reminders.ts';
import { nameOf } from '../../names.ts';
import { FAULT_WORDS } from '../../ui/delivery-words.ts';

/** Whoever reads of messages. */
export interface MessageReader {
  id: string;
  role: Role;
}

/** "you", or the name of somebody else. */
export const receiverInWords = (person: Participant, reader: MessageReader): string =>
  person.id === reader.id ? 'you' : nameOf(person);

const AT_THE_CLINIC = 'Sending this way did not work at the clinic.';
const IN_THE_NETWORK = 'The network that carries it was not working.';

/** What an admin is told of in full, and nobody else can mend. */
const FOR_PEOPLE: Partial<Record<DeliveryFault, string>> = {
  template_refused: AT_THE_CLINIC,
  outside_window: AT_THE_CLINIC,
  credentials_refused: AT_THE_CLINIC,
  account_suspended: AT_THE_CLINIC,
  not_configured: AT_THE_CLINIC,
  content_refused: 'The network refused the message.',
  country_refused: 'Messages can’t be sent to this country.',
  rate_limited: IN_THE_NETWORK,
  unavailable: IN_THE_NETWORK,
};

/** Why a message did not arrive, as the reader has any use for it. */
export const whyNotInWords = (fault: DeliveryFault, isOwn: boolean, role: Role): string => {
  if (isOwn && fault === 'opted_out') return 'You answered STOP, so nothing more is sent there.';
  return (role === 'admin' ? undefined : FOR_PEOPLE[fault]) ?? FAULT_WORDS[fault];
};

const BY: Record<Channel, string> = {
  whatsapp: 'by WhatsApp',
  sms: 'by text message',
  email: 'by e-mail',
  voice: 'by phone call',
};

export const byInWords = (channel: Channel): string => BY[channel];

const LINES: Record<ReminderLine, string> = { phone: 'phone', email: 'e-mail' };

/** What will be told to one person at one time, on every line that it takes. */
export interface PlannedTelling extends Omit<PlannedMessage, 'line'> {
  lines: ReminderLine[];
}

/** What is planned for one person at one time has one key. */
export const keyOf = ({ kind, person, due_at }: Omit<PlannedMessage, 'line'>): string =>
  `${kind} ${person.id} ${due_at}`;

/** Joins what goes to the same person at the same time; the order stays. */
export const joinLines = (planned: readonly PlannedMessage[]): PlannedTelling[] => {
  const tellings = new Map<string, PlannedTelling>();
  for (const { line, ...message } of planned) {
    const same = tellings.get(keyOf(message));
    if (same) same.lines.push(line);
    else tellings.set(keyOf(message), { ...message, lines: [line] });
  }
  return [...tellings.values()];
};

/** "To your phone and e-mail", "To Priya Raman’s phone". */
export const whereInWords = ({ person, lines }: PlannedTelling, reader: MessageReader): string =>
  `To ${person.id === reader.id ? 'your' : `${nameOf(person)}’s`} ${lines.map((line) => LINES[line]).join(' and ')}`;
