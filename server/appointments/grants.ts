import type { Config } from '../config.ts';
import type { Database, Tx } from '../database/database.ts';
import { Problem } from '../problem.ts';
import type { SignedIn } from '../signed-in.ts';
import type { Appointment } from './appointment.ts';
import { selectGrant } from './grant-rows.ts';

/** Who asks, and for which appointment; the version counts: a move or a cancellation ends the grant. */
export interface GrantQuestion {
  signedIn: Pick<SignedIn, 'sessionId' | 'person'>;
  appointment: Pick<Appointment, 'id' | 'version'>;
}

/** Whether this session may be given a room token: a code was given at the door, or the gate is off. */
export const hasGrant = async (
  on: Database | Tx,
  config: Config,
  { signedIn, appointment }: GrantQuestion,
): Promise<boolean> => {
  if (config.otp.gate === 'off') return true;
  const { sessionId, person } = signedIn;
  return selectGrant(
    on,
    { sessionId, appointmentId: appointment.id, appointmentVersion: appointment.version },
    person.phoneChangedAt,
  );
};

/** @throws Problem `otp_required` */
export const assertGranted = async (
  on: Database | Tx,
  config: Config,
  question: GrantQuestion,
): Promise<void> => {
  if (!(await hasGrant(on, config, question))) throw new Problem('otp_required');
};
