import type { Deps } from '../deps.ts';
import type { Person } from '../people/person.ts';
import type { Appointment } from './appointment.ts';
import { assertCancellable } from './booking-rules.ts';
import { change } from './change.ts';
import { setAppointmentStatus } from './set-status.ts';

interface Cancellation {
  person: Person;
  ref: string;
  reason: string | null;
}

/**
 * Cancels a visit: either side or an admin, the patient only until it goes on. One that is cancelled stays
 * as it is, with the reason given first.
 * @throws Problem `not_changeable`, `appointment_not_found`
 */
export const cancel = (deps: Deps, { person, ref, reason }: Cancellation): Promise<Appointment> =>
  change(deps, {
    person,
    ref,
    action: 'appointment.cancel',
    news: 'cancelled',
    apply: async (tx, appointment, acting) => {
      if (appointment.status === 'CANCELLED') return false;
      assertCancellable(appointment, acting, deps.now(), deps.config.visits);
      await setAppointmentStatus(tx, {
        appointmentId: appointment.id,
        status: 'CANCELLED',
        cancelReason: reason,
      });
      return true;
    },
  });
