import { v7 as uuidv7 } from 'uuid';
import { appendAudit } from '../audit/append-audit.ts';
import type { Tx } from '../database/database.ts';
import { assertBothFree } from './both-free.ts';
import { insertAppointment, type NewAppointment, notifyChanged } from './change-rows.ts';
import { refusedOverlap } from './refused-overlap.ts';
import { newRoomKey } from './room-key.ts';

/**
 * Writes a new appointment with its audit entry and tells every process after the commit. Whether this
 * time may be booked is the caller's to judge, who holds both people (`lockPeople`).
 * @throws Problem `slot_taken` where the doctor has another visit then, `patient_busy` where the patient has
 */
export const createAppointment = async (tx: Tx, wanted: Omit<NewAppointment, 'id'>): Promise<string> => {
  const id = uuidv7();
  await assertBothFree(tx, { ...wanted, exceptId: null });
  await refusedOverlap(insertAppointment(tx, { ...wanted, id }, newRoomKey()));
  await appendAudit(tx, {
    actorId: wanted.createdBy,
    action: 'appointment.book',
    subjectId: id,
    details: {
      status: wanted.status,
      doctor: wanted.doctorId,
      patient: wanted.patientId,
      ...(wanted.videoProvider ? { provider: wanted.videoProvider } : {}),
    },
  });
  await notifyChanged(tx, id);
  return id;
};
