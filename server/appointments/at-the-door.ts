import type { Database, Tx } from '../database/database.ts';
import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';
import type { SignedIn } from '../signed-in.ts';
import { type Appointment, sideOf } from './appointment.ts';
import { findAppointment } from './find-appointment.ts';
import { assertJoinable } from './join-window.ts';

/**
 * The appointment that a participant stands before the door of, now inside its join window. `assertMore`
 * runs between the two checks, where the contract has its failures.
 * @throws Problem `appointment_not_found`, `not_participant`, `not_joinable`, and what `assertMore` throws
 */
export const appointmentAtTheDoor = async (
  deps: Deps,
  on: Database | Tx,
  { person }: Pick<SignedIn, 'person'>,
  ref: string,
  assertMore: () => void = () => {},
): Promise<Appointment> => {
  const appointment = await findAppointment(on, ref);
  if (!appointment) throw new Problem('appointment_not_found');
  if (!sideOf(appointment, person.id)) throw new Problem('not_participant');
  assertMore();
  assertJoinable(appointment, deps.now(), deps.config.visits);
  return appointment;
};
