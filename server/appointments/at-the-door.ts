import type { Database, Tx } from '../database/database.ts';
import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';
import type { SignedIn } from '../signed-in.ts';
import { type Appointment, sideOf } from './appointment.ts';
import { findAppointment } from './find-appointment.ts';
import { assertJoinable } from './join-window.ts';

type Door = Parameters<typeof sideOf>[0] & Parameters<typeof assertJoinable>[0];

/**
 * That an appointment is there, is this person's and can be joined now. `assertMore` runs before the last
 * check, where the contract has its failures.
 * @throws Problem `appointment_not_found`, `not_participant`, `not_joinable`, and what `assertMore` throws
 */
export const assertAtTheDoor = <D extends Door>(
  deps: Deps,
  appointment: D | null | undefined,
  { person }: Pick<SignedIn, 'person'>,
  assertMore: () => void = () => {},
): D => {
  if (!appointment) throw new Problem('appointment_not_found');
  if (!sideOf(appointment, person.id)) throw new Problem('not_participant');
  assertMore();
  assertJoinable(appointment, deps.now(), deps.config.visits);
  return appointment;
};

/** The appointment that a participant stands before the door of; throws as `assertAtTheDoor`. */
export const appointmentAtTheDoor = async (
  deps: Deps,
  on: Database | Tx,
  who: Pick<SignedIn, 'person'>,
  ref: string,
  assertMore: () => void = () => {},
): Promise<Appointment> => assertAtTheDoor(deps, await findAppointment(on, ref), who, assertMore);
