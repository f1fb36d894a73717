import type { Appointment as AppointmentDocument } from '../../contract/appointments.ts';
import type { Deps } from '../deps.ts';
import { participantOf } from '../people/person.ts';
import { type Appointment, minutesOf } from './appointment.ts';
import { isJoinable, joinWindow } from './join-window.ts';

/** As the contract writes an instant: whole seconds stay whole, `2025-11-15T11:00:00Z`. */
export const instantText = (instant: Date): string => instant.toISOString().replace('.000Z', 'Z');

/** The address that people open for this path of ours. */
export const publicAddress = (publicUrl: URL, path: string): string =>
  publicUrl.href.replace(/\/+$/, '') + path;

/** The web client's page of a room, on the clinic's public address. */
export const meetingUrl = (publicUrl: URL, room: string): string =>
  publicAddress(publicUrl, `/video-session/${room}`);

/** An appointment as its participants and admins see it now. */
export const presentAppointment = (
  { config, now }: Pick<Deps, 'config' | 'now'>,
  appointment: Appointment,
): AppointmentDocument => {
  const { opensAt, closesAt } = joinWindow(appointment, config.visits);
  const doctor = participantOf(appointment.doctor);
  return {
    id: appointment.id,
    number: appointment.number,
    appointment_date: instantText(appointment.startsAt),
    ends_at: instantText(appointment.endsAt),
    duration_minutes: minutesOf(appointment),
    session_type: appointment.sessionType,
    status: appointment.status,
    reason: appointment.reason,
    cancel_reason: appointment.cancelReason,
    video_room_id: appointment.room,
    meeting_url:
      appointment.sessionType === 'telehealth' ? meetingUrl(config.publicUrl, appointment.room) : null,
    video_provider: appointment.videoProvider,
    can_join: isJoinable(appointment, now(), config.visits),
    join_opens_at: instantText(opensAt),
    join_closes_at: instantText(closesAt),
    psychologist: doctor,
    doctor,
    patient: participantOf(appointment.patient),
    created_at: instantText(appointment.createdAt),
    updated_at: instantText(appointment.updatedAt),
  };
};
