import type { VideoCallDetails } from '../../contract/video-calls.ts';
import type { Appointment, Side } from '../appointments/appointment.ts';
import { localTime } from './local-time.ts';

type CallPerson = VideoCallDetails['doctor'];
type CallAppointment = VideoCallDetails['appointment'];

/** A participant, in the words of these routes. */
export const callPersonOf = (
  person: Pick<Side, 'id' | 'firstName' | 'lastName' | 'email' | 'profileImageUrl'>,
): CallPerson => ({
  uid: person.id,
  firstName: person.firstName,
  lastName: person.lastName,
  email: person.email,
  profileImageUrl: person.profileImageUrl,
});

/** The appointment of a call, for somebody in `timeZone`. */
export const callAppointmentOf = (
  { id, startsAt, endsAt, status }: Pick<Appointment, 'id' | 'startsAt' | 'endsAt' | 'status'>,
  timeZone: string,
): CallAppointment => {
  const start = localTime(startsAt, timeZone);
  return {
    id,
    appointmentDate: start.date,
    startTime: start.time,
    endTime: localTime(endsAt, timeZone).time,
    status,
    timeZone,
  };
};
