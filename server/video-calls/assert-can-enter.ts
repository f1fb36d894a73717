import type { CallRole } from '../../contract/signalling.ts';
import { type Appointment, sideOf } from '../appointments/appointment.ts';
import { findAppointment } from '../appointments/find-appointment.ts';
import { assertGranted } from '../appointments/grants.ts';
import { assertJoinable, joinWindow } from '../appointments/join-window.ts';
import type { Deps } from '../deps.ts';
import { Problem } from '../problem.ts';
import type { SignedIn } from '../signed-in.ts';

/** A person at the door of a visit that they may enter now. */
export interface Entry {
  signedIn: Pick<SignedIn, 'person' | 'sessionId'>;
  appointment: Appointment;
  role: CallRole;
  /** End of the join window. */
  closesAt: Date;
}

/**
 * The appointment and the side of it that the person is on.
 * @throws Problem `appointment_not_found`, `not_participant`
 */
export const asParticipant = async (
  deps: Deps,
  signedIn: Pick<SignedIn, 'person' | 'sessionId'>,
  ref: string,
): Promise<Entry> => {
  const appointment = await findAppointment(deps.db, ref);
  if (!appointment) throw new Problem('appointment_not_found');
  const role = sideOf(appointment, signedIn.person.id);
  if (!role) throw new Problem('not_participant');
  return { signedIn, appointment, role, closesAt: joinWindow(appointment, deps.config.visits).closesAt };
};

/** A visit that the patient or the sweep has ended may go on until its join window closes. */
const isActive = ({ status, completionFinal }: Appointment, now: Date, closesAt: Date): boolean =>
  status === 'CONFIRMED' ||
  status === 'IN_PROGRESS' ||
  (status === 'COMPLETED' && !completionFinal && now < closesAt);

/** @throws Problem `not_joinable`, `otp_required` */
export const assertMayJoin = async (deps: Deps, { signedIn, appointment }: Entry): Promise<void> => {
  assertJoinable(appointment, deps.now(), deps.config.visits);
  await assertGranted(deps.db, deps.config, { signedIn, appointment });
};

/**
 * Who may be handed a room's token or link: a participant, of an active visit, inside its join window,
 * with a grant; judged in this order.
 * @throws Problem `appointment_not_found`, `not_participant`, `not_active`, `not_joinable`, `otp_required`
 */
export const assertCanEnter = async (
  deps: Deps,
  signedIn: Pick<SignedIn, 'person' | 'sessionId'>,
  ref: string,
): Promise<Entry> => {
  const entry = await asParticipant(deps, signedIn, ref);
  if (!isActive(entry.appointment, deps.now(), entry.closesAt)) throw new Problem('not_active');
  await assertMayJoin(deps, entry);
  return entry;
};
