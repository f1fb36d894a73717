import type { AppointmentStatus, SessionType } from '../../contract/appointments.ts';
import type { VideoProvider } from '../../contract/video-calls.ts';
import type { Person } from '../people/person.ts';

/** A participant, as an appointment knows them. */
export type Side = Pick<
  Person,
  'id' | 'email' | 'firstName' | 'lastName' | 'role' | 'profileImageUrl' | 'timeZone' | 'locale'
>;

export interface Appointment {
  id: string;
  number: number;
  doctor: Side;
  patient: Side;
  startsAt: Date;
  endsAt: Date;
  sessionType: SessionType;
  status: AppointmentStatus;
  reason: string | null;
  cancelReason: string | null;
  /** False where a completed visit may still go on until its join window closes. */
  completionFinal: boolean;
  /** Rises with every move and cancellation. */
  version: number;
  /** `apt-<number>-<10 random base32 characters>`, new with every version. */
  room: string;
  /** Where its next room is made; null where the clinic usually holds visits. */
  videoProvider: VideoProvider | null;
  createdAt: Date;
  updatedAt: Date;
}

const MINUTE_MS = 60_000;

/** How long it is, from its start to its end. */
export const minutesOf = ({ startsAt, endsAt }: Pick<Appointment, 'startsAt' | 'endsAt'>): number =>
  (endsAt.getTime() - startsAt.getTime()) / MINUTE_MS;

/** Which side of the appointment a person is on; null for everybody else. */
export const sideOf = (
  appointment: { doctor: Pick<Side, 'id'>; patient: Pick<Side, 'id'> },
  personId: string,
): 'doctor' | 'patient' | null => {
  if (appointment.doctor.id === personId) return 'doctor';
  return appointment.patient.id === personId ? 'patient' : null;
};
