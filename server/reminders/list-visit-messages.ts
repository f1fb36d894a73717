import type { Participant } from '../../contract/people.ts';
import type { PlannedMessage, VisitMessage, VisitMessages } from '../../contract/reminders.ts';
import { type Appointment, sideOf } from '../appointments/appointment.ts';
import { actingOn } from '../appointments/booking-rules.ts';
import { findAppointment } from '../appointments/find-appointment.ts';
import type { Deps } from '../deps.ts';
import { findVisitMessages, type VisitMessageState } from '../messages/find-visit-messages.ts';
import { type Person, participantOf } from '../people/person.ts';
import { type PlannedRow, selectPlanned } from './visit-message-rows.ts';

/** A visit's people as the clients see them. */
type SideById = (personId: string | null) => Participant | null;

const sidesOf =
  (appointment: Appointment): SideById =>
  (personId) => {
    const side = personId === null ? null : sideOf(appointment, personId);
    return side && participantOf(appointment[side]);
  };

/** Whoever is no side of the visit has no message of it. */
const sentOf = (message: VisitMessageState, sides: SideById): VisitMessage[] => {
  const { id, kind, personId, channel, to, status, fault, createdAt, history } = message;
  const person = sides(personId);
  if (!person) return [];
  return [{ id, kind, person, channel, to, status, fault, created_at: createdAt.toISOString(), history }];
};

const plannedOf = ({ kind, personId, line, dueAt }: PlannedRow, sides: SideById): PlannedMessage[] => {
  const person = sides(personId);
  return person ? [{ kind, person, line, due_at: dueAt.toISOString() }] : [];
};

/**
 * What the people of a visit were told of it and are to be told: a patient sees their own, doctor and admins those
 * of both.
 * @throws Problem `appointment_not_found`
 */
export const listVisitMessages = async (
  { db }: Pick<Deps, 'db'>,
  { person, ref }: { person: Person; ref: string },
): Promise<VisitMessages> => {
  const { appointment, acting } = actingOn(person, await findAppointment(db, ref));
  const personId = acting === 'patient' ? person.id : null;
  // What is sent in between is then in both, and never in none.
  const planned = await selectPlanned(db, appointment.id, personId);
  const sent = await findVisitMessages({ db }, { appointmentId: appointment.id, personId });
  const sides = sidesOf(appointment);
  return {
    sent: sent.flatMap((message) => sentOf(message, sides)),
    planned: planned.flatMap((row) => plannedOf(row, sides)),
  };
};
