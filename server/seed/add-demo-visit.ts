import { v7 as uuidv7 } from 'uuid';
import { createAppointment } from '../appointments/create-appointment.ts';
import { setAppointmentStatus } from '../appointments/set-status.ts';
import type { Tx } from '../database/database.ts';
import { roomName } from '../video-calls/room-name.ts';
import type { DemoName } from './demo-people.ts';
import type { DemoVisit, Outcome } from './demo-visits.ts';
import { insertPastCall, type PastCall } from './rows.ts';

const MINUTE_MS = 60_000;

type CallTimes = Pick<PastCall, 'doctorJoinedAt' | 'patientJoinedAt' | 'startedAt' | 'endedAt' | 'missing'>;

/** Who came when: the doctor on time, the patient a minute later. */
const callTimes = (start: number, outcome: NonNullable<Outcome>): CallTimes | null => {
  const doctorJoinedAt = new Date(start);
  const patientJoinedAt = new Date(start + MINUTE_MS);
  switch (outcome.kind) {
    case 'completed': {
      const endedAt = new Date(patientJoinedAt.getTime() + outcome.minutes * MINUTE_MS);
      return { doctorJoinedAt, patientJoinedAt, startedAt: patientJoinedAt, endedAt, missing: null };
    }
    case 'missed':
      return {
        doctorJoinedAt: outcome.by === 'patient' ? doctorJoinedAt : null,
        patientJoinedAt: outcome.by === 'doctor' ? patientJoinedAt : null,
        startedAt: null,
        endedAt: null,
        missing: outcome.by,
      };
    case 'cancelled':
      return null;
  }
};

const STATUS = { completed: 'COMPLETED', missed: 'NO_SHOW' } as const;

/** Writes one visit and, where it is past, what became of it. */
export const addDemoVisit = async (
  tx: Tx,
  people: Readonly<Record<DemoName, string>>,
  visit: DemoVisit,
): Promise<void> => {
  const { doctor, patient, start, end, reason, outcome } = visit;
  const cancelled = outcome?.kind === 'cancelled';
  const id = await createAppointment(tx, {
    doctorId: people[doctor],
    patientId: people[patient],
    startsAt: new Date(start),
    endsAt: new Date(end),
    sessionType: 'telehealth',
    status: outcome && !cancelled ? STATUS[outcome.kind] : 'CONFIRMED',
    reason,
    createdBy: null,
  });
  if (cancelled) {
    await setAppointmentStatus(tx, { appointmentId: id, status: 'CANCELLED', cancelReason: outcome.reason });
  }
  const times = outcome && callTimes(start, outcome);
  if (!times) return;
  await insertPastCall(tx, {
    id: uuidv7(),
    appointmentId: id,
    roomName: roomName({ id, version: 1 }),
    openedAt: new Date(start),
    ...times,
  });
};
