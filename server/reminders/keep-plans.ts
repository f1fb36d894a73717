import { v7 as uuidv7 } from 'uuid';
import type { ReminderLine } from '../../contract/reminders.ts';
import type { Appointment } from '../appointments/appointment.ts';
import { findAppointments } from '../appointments/find-appointment.ts';
import type { VisitNews } from '../appointments/visit-news.ts';
import type { Tx } from '../database/database.ts';
import type { Deps } from '../deps.ts';
import { endOlderMessages } from '../messages/end-older-messages.ts';
import { findPeople } from '../people/find-person.ts';
import type { Person } from '../people/person.ts';
import { newsOf, type Planned, plan } from './plan.ts';
import type { ReminderPlans } from './reminder-plans.ts';
import { notifyDue, type PlannedRow, reopen, writePlans } from './rows.ts';
import { selectToCome } from './visits-to-come-rows.ts';

/** The lines that somebody wants to be told on; whether anything reaches them there is seen at sending. */
const linesOf = ({ channels }: Person): ReminderLine[] => [
  ...(channels.includes('whatsapp') || channels.includes('sms') ? (['phone'] as const) : []),
  ...(channels.includes('email') ? (['email'] as const) : []),
];

const rowsOf = ({ id, version }: Appointment, reader: Person, planned: readonly Planned[]): PlannedRow[] =>
  linesOf(reader).flatMap((line) =>
    planned.map((one) => ({ ...one, id: uuidv7(), appointmentId: id, version, personId: reader.id, line })),
  );

const write = async (
  tx: Tx,
  visits: readonly Appointment[],
  readers: readonly Person[],
  { news, now }: { news: VisitNews | null; now: Date },
): Promise<void> => {
  const planned = visits.map((visit) => {
    const told = news && newsOf(news, visit, now);
    const rows = readers.flatMap((reader) =>
      rowsOf(visit, reader, [...(told ? [told] : []), ...plan(visit, reader, now)]),
    );
    return { told, rows };
  });
  const people = readers.map(({ id }) => id);
  await writePlans(tx, { visits, people, rows: planned.flatMap(({ rows }) => rows) });
  if (planned.some(({ told }) => told)) await notifyDue(tx);
};

/** Plans what is to be told of visits, by the clock it is given. */
export const keepPlans = ({ now }: Pick<Deps, 'now'>): ReminderPlans => ({
  followVisit: async (tx, appointmentId, news) => {
    const [visit] = await findAppointments(tx, [appointmentId]);
    if (!visit) return;
    await endOlderMessages(tx, { appointmentId, version: visit.version });
    const sides = [visit.doctor.id, visit.patient.id];
    const person = await findPeople(tx, sides);
    const readers = sides.map(person).filter((reader) => reader !== null);
    await write(tx, [visit], readers, { news, now: now() });
  },
  followPerson: async (tx, personId) => {
    const reader = (await findPeople(tx, [personId]))(personId);
    if (!reader) return;
    const visits = await findAppointments(tx, await selectToCome(tx, personId));
    if (visits.length > 0) await write(tx, visits, [reader], { news: null, now: now() });
  },
  takeAnotherWay: async (tx, messageId) => {
    if (await reopen(tx, messageId)) await notifyDue(tx);
  },
});
