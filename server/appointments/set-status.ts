import type { AppointmentStatus } from '../../contract/appointments.ts';
import type { Tx } from '../database/database.ts';
import { notifyChanged, updateCancelled, updateStatus } from './change-rows.ts';
import { refusedOverlap } from './refused-overlap.ts';
import { newRoomKey } from './room-key.ts';

export interface StatusChange {
  appointmentId: string;
  status: AppointmentStatus;
  /** False where a completed visit may still go on until its join window closes; true unless given. */
  completionFinal?: boolean;
  /** Only with CANCELLED. */
  cancelReason?: string | null;
}

/**
 * Moves the appointment's status in the caller's transaction and tells every process after its commit.
 * CANCELLED also makes a new version and room. Whether the step is allowed is the caller's to judge, who
 * holds the appointment (`lockAppointment`) and writes the audit entry of the deed.
 * @throws Problem `slot_taken` or `patient_busy` when a visit that was over goes on while its time has been
 * given to another
 */
export const setAppointmentStatus = async (tx: Tx, change: StatusChange): Promise<void> => {
  const { appointmentId, status, completionFinal = true, cancelReason = null } = change;
  if (status === 'CANCELLED') {
    await updateCancelled(tx, appointmentId, { cancelReason, roomKey: newRoomKey() });
  } else {
    await refusedOverlap(updateStatus(tx, appointmentId, { status, completionFinal }));
  }
  await notifyChanged(tx, appointmentId);
};
