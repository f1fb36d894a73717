import type { Deps } from '../deps.ts';
import type { Person } from '../people/person.ts';
import { Problem } from '../problem.ts';
import type { Appointment } from './appointment.ts';
import { assertConfirmable } from './booking-rules.ts';
import { change } from './change.ts';
import { setAppointmentStatus } from './set-status.ts';

/**
 * Confirms a visit that was asked for: its doctor or an admin. One that is confirmed stays as it is.
 * @throws Problem `forbidden`, `not_changeable`, `appointment_not_found`
 */
export const confirm = (deps: Deps, { person, ref }: { person: Person; ref: string }): Promise<Appointment> =>
  change(deps, {
    person,
    ref,
    action: 'appointment.confirm',
    news: 'confirmed',
    apply: async (tx, appointment, acting) => {
      if (acting === 'patient') throw new Problem('forbidden');
      if (appointment.status === 'CONFIRMED') return false;
      assertConfirmable(appointment, deps.now(), deps.config.visits);
      await setAppointmentStatus(tx, { appointmentId: appointment.id, status: 'CONFIRMED' });
      return true;
    },
  });
