import { lockAppointment } from '../appointments/find-appointment.ts';
import type { Deps } from '../deps.ts';
import { closeRoom } from './close-room.ts';
import { lockCurrentCall } from './open-call.ts';

/**
 * Makes the call of an appointment that was moved or cancelled follow it, and closes the room that it had
 * at the provider. Nothing happens where the call is true already.
 */
export const followAppointment = async (deps: Deps, appointmentId: string): Promise<void> => {
  const current = await deps.db.tx(async (tx) => {
    const appointment = await lockAppointment(tx, appointmentId);
    return appointment && lockCurrentCall(tx, deps, appointment);
  });
  await closeRoom(deps, current?.left ?? null);
};
