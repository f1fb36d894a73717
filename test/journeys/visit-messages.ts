import type { Page } from 'playwright-core';
import type { Appointment } from '../../contract/appointments.ts';
import type { Participant } from '../../contract/people.ts';
import type { StoppedChannels, VisitMessage, VisitMessages } from '../../contract/reminders.ts';

const MINUTE_MS = 60_000;

const ago = (minutes: number): string => new Date(Date.now() - minutes * MINUTE_MS).toISOString();

let made = 0;

type Told = Pick<VisitMessage, 'kind' | 'person' | 'channel' | 'to' | 'status'>;

/** A message that went out so many minutes ago, with a history that ends where it stands. */
export const sentMessage = (
  told: Told,
  minutesAgo: number,
  fault: VisitMessage['fault'] = null,
): VisitMessage => {
  made += 1;
  const begun = { status: 'queued', at: ago(minutesAgo), fault: null } as const;
  return {
    ...told,
    id: `0193d2b0-0000-7000-8000-${String(made).padStart(12, '0')}`,
    fault,
    created_at: ago(minutesAgo),
    history:
      told.status === 'queued' ? [begun] : [begun, { status: told.status, at: ago(minutesAgo), fault }],
  };
};

const ADDRESSES = { phone: '+1 ••• ••• ••43', patient: 'p•••••@clinic.test', doctor: 'd•••••@clinic.test' };

/** What the two of a visit were and will be told, with every way that a message can end. */
export const messagesOf = ({ patient, doctor, appointment_date }: Appointment): VisitMessages => {
  const before = (minutes: number): string =>
    new Date(Date.parse(appointment_date) - minutes * MINUTE_MS).toISOString();
  const toPhone = { person: patient, channel: 'whatsapp', to: ADDRESSES.phone } as const;
  const toDoctor = { person: doctor, channel: 'email', to: ADDRESSES.doctor } as const;
  const toMailbox = { person: patient, channel: 'email', to: ADDRESSES.patient } as const;
  return {
    planned: [
      { kind: 'reminder_hour', person: patient, line: 'phone', due_at: before(60) },
      { kind: 'reminder_hour', person: patient, line: 'email', due_at: before(60) },
      { kind: 'reminder_hour', person: doctor, line: 'email', due_at: before(60) },
    ],
    sent: [
      sentMessage({ ...toMailbox, kind: 'visit_moved', status: 'queued' }, 0),
      sentMessage({ ...toPhone, kind: 'reminder_day', channel: 'sms', status: 'delivered' }, 60),
      sentMessage({ ...toPhone, kind: 'reminder_day', status: 'failed' }, 61, 'credentials_refused'),
      sentMessage({ ...toDoctor, kind: 'reminder_day', status: 'sent' }, 61),
      sentMessage({ ...toPhone, kind: 'visit_confirmed', status: 'read' }, 1_500),
      sentMessage({ ...toDoctor, kind: 'visit_confirmed', status: 'unknown' }, 1_500),
    ],
  };
};

/** Of these the ones that a patient is given. */
export const onlyTo = (person: Participant, { planned, sent }: VisitMessages): VisitMessages => ({
  planned: planned.filter((message) => message.person.id === person.id),
  sent: sent.filter((message) => message.person.id === person.id),
});

/** Whoever asks on this page for the messages of a visit is told what `answer` gives at that moment. */
export const answerMessages = (page: Page, answer: () => VisitMessages | null): Promise<unknown> =>
  page.route('**/api/appointments/*/messages', async (route) => {
    const messages = answer();
    await (messages ? route.fulfill({ json: messages }) : route.abort());
  });

/** The person of this page answered STOP on these ways. */
export const answerStopped = (page: Page, stopped: StoppedChannels['stopped']): Promise<unknown> =>
  page.route('**/api/me/stopped-channels', (route) => route.fulfill({ json: { stopped } }));
